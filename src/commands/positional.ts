import { UsageError } from './command.ts'

/** The only argument of a command. @throws UsageError if there is none, or more */
export function onePositional(positionals: string[], what: string): string {
  const [first, second] = positionals
  if (first === undefined || first === '') throw new UsageError(`Name ${what}.`)
  if (second !== undefined) throw new UsageError(`Unexpected argument '${second}'.`)
  return first
}
