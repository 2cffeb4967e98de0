import type { Declared } from './declared.ts'
import type { Answer } from './http.ts'
import { isObject, memberOf } from './json.ts'
import { Fault } from './outcome.ts'
import type { TestRun } from './trial.ts'

/** One thing to look at, of every operation that promises it. */
export type Check = {
  /** What it looks at, in words. */
  title: string
  /** The refusals that it provokes; what is declared and provoked by none of the checks is reported. */
  provokes: readonly number[]
  applies(operation: Declared): boolean
  /** @throws Fault for a broken promise, Skipped where it cannot be looked at here */
  run(trial: TestRun, operation: Declared): Promise<void>
}

/** Whether an operation has a parameter of a name. */
export const takes = ({ parameters }: Declared, name: string): boolean => parameters.some((parameter) => parameter.name === name)

/** Whether a path names a thing of somebody's. */
export const namesThing = ({ path }: Declared): boolean => path.includes('{id}')

/** An id that may be one, and that nothing has. */
export const unusedId = Number.MAX_SAFE_INTEGER

/** Requires a problem's `errors` to name what is at fault. @throws Fault */
export function requireNamed({ json }: Answer, place: 'pointer' | 'parameter' | 'header', name: string): void {
  const errors = memberOf(json, 'errors')
  const named = (Array.isArray(errors) ? errors : []).flatMap((error) => (isObject(error) && place in error ? [String(error[place])] : []))
  // What is wrong may be one of several in it.
  const fits = (given: string): boolean => given.toLowerCase() === name.toLowerCase() || given.startsWith(`${name}/`)
  if (named.some(fits)) return
  throw new Fault(`400 whose errors name the ${place} ${name}`, named.length > 0 ? `errors that name ${named.join(', ')}` : 'errors that name nothing of the kind')
}
