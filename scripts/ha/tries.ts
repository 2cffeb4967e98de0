// What clients were told, each time that they tried.
import { codeOf } from '../../src/database/errors.ts'
import type { Witness } from '../chaos/feed/writers.ts'

/** How often what was the response. Only successes and 503 with Retry-After are what a client may expect of a failover. */
export type Tries = { succeeded: number; unavailable: number; unexpected: string[] }

const most = 20

/** Counts responses, and errors of connections. */
export function countTries(): { tries: Tries; witness: Witness } {
  const tries: Tries = { succeeded: 0, unavailable: 0, unexpected: [] }
  const note = (text: string): void => {
    if (tries.unexpected.length < most) tries.unexpected.push(text)
  }
  return {
    tries,
    witness(outcome) {
      if (outcome instanceof Error) note(`${outcome.message} ${codeOf(outcome.cause)}`)
      else if (outcome.status === 503 && isProblem(outcome) && outcome.headers.has('Retry-After')) tries.unavailable += 1
      else if (outcome.status >= 500) note(`${outcome.status} without what a 503 has`)
      else if (outcome.ok) tries.succeeded += 1
    },
  }
}

const isProblem = ({ headers }: Response): boolean => headers.get('Content-Type')?.startsWith('application/problem+json') ?? false
