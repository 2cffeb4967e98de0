import type { Declared } from './declared.ts'
import type { Answer } from './http.ts'
import { isObject, memberOf } from '../json.ts'
import { Fault } from './outcome.ts'
import type { TestRun } from './trial.ts'

/** One check, made for every operation that it applies to. */
export type Check = {
  /** What it checks, as text. */
  title: string
  /** The error statuses that it provokes. Declared statuses that no check provokes are reported. */
  provokes: readonly number[]
  applies(operation: Declared): boolean
  /** @throws Fault for a broken promise, Skipped if it cannot be checked here */
  run(trial: TestRun, operation: Declared): Promise<void>
}

/** Whether an operation has a parameter. */
export const takes = ({ parameters }: Declared, name: string): boolean => parameters.some((parameter) => parameter.name === name)

/** Whether the path of an operation has an id. */
export const namesThing = ({ path }: Declared): boolean => path.includes('{id}')

/** A valid id that no resource has. */
export const unusedId = Number.MAX_SAFE_INTEGER

/** Requires the `errors` of a problem to name an invalid field. @throws Fault */
export function requireNamed({ json }: Answer, place: 'pointer' | 'parameter' | 'header', name: string): void {
  const errors = memberOf(json, 'errors')
  const named = (Array.isArray(errors) ? errors : []).flatMap((error) => (isObject(error) && place in error ? [String(error[place])] : []))
  // The error may point to an item of the field.
  const fits = (given: string): boolean => given.toLowerCase() === name.toLowerCase() || given.startsWith(`${name}/`)
  if (named.some(fits)) return
  throw new Fault(`400 whose errors name the ${place} ${name}`, named.length > 0 ? `errors that name ${named.join(', ')}` : 'no error of this kind')
}
