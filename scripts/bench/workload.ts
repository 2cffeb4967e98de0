// What the load generator sends in a round: one of the scenarios, or requests that were prepared.
import { requestText, scenarios } from './scenarios.ts'
import type { ScenarioName, User } from './scenarios.ts'

/** A request as text, the status that it should get, and the kind under which its latency is counted. */
export type PreparedRequest = { kind: string; text: string; status: number }

/** Requests are chosen at random, so that their kinds mix evenly. */
export type Workload = { scenario: ScenarioName } | { requests: PreparedRequest[] }

/** A function that chooses the next request. */
export function chooserFor(workload: Workload, users: readonly User[]): () => PreparedRequest {
  if ('scenario' in workload) {
    const { scenario } = workload
    const { status } = scenarios[scenario]
    return () => ({ kind: scenario, text: requestText(scenario, users), status })
  }
  const { requests } = workload
  return () => {
    const request = requests[Math.floor(Math.random() * requests.length)]
    if (!request) throw new Error('there are no requests to send')
    return request
  }
}
