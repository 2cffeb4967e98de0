import { tmpdir } from 'node:os'
import { taskpact } from './taskpact.ts'
import type { Run } from './taskpact.ts'
import type { TestService } from './service.ts'

/** Runs a command of the operator on the database of a service, which has no secret of it. */
export const operate = ({ database }: TestService, ...args: string[]): Promise<Run> =>
  taskpact(tmpdir(), args, { DATABASE_URL: database.url, APP_URL: 'https://app.example.com' })

/** The lines of security events among what a command wrote on standard error, and the other lines. */
export function eventsIn(err: string): { events: object[]; others: string[] } {
  const lines = err.split('\n').filter((line) => line !== '')
  const isEvent = (line: string): boolean => line.startsWith('{') && line.includes('"msg":"security event"')
  return { events: lines.filter(isEvent).map((line): object => JSON.parse(line)), others: lines.filter((line) => !isEvent(line)) }
}

/** The same, of which the JSON is read. @throws if it fails */
export async function operateForJson<Result>(service: TestService, ...args: string[]): Promise<Result> {
  const { status, out, err } = await operate(service, ...args, '--json')
  if (status !== 0 || eventsIn(err).others.length > 0) throw new Error(`${args.join(' ')} ended with ${String(status)}: ${err}`)
  return JSON.parse(out)
}

/** Disables a user from now on. */
export const disable = (service: TestService, user: string | number): Promise<unknown> => operateForJson(service, 'user', 'disable', String(user), '--yes')

/** Enables a user. */
export const enable = (service: TestService, user: string | number): Promise<unknown> => operateForJson(service, 'user', 'enable', String(user))
