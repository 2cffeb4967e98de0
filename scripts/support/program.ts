// How every program here reads its command line: --help, unknown options and errors are handled alike.
import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'

/** Something that the person at the keyboard can fix. Its message is printed alone, and the program ends with 1. */
export class UserError extends Error {}

/** A command line that cannot be understood. The program ends with 2. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>
type Values<Known extends Options> = ReturnType<typeof parseArgs<{ options: Known; allowPositionals: true }>>['values']

/** What a program accepts. */
export type CommandLine<Known extends Options> = {
  /** Printed by --help. It begins with the usage, such as `npm run docs -- <folder>`, and says what the program does. */
  usage: string
  options?: Known
  /** How many arguments there may be; none if left out. */
  positionals?: [least: number, most: number]
}

/** Runs a program: `main` gets its options and arguments, and may return an exit status. */
export async function runProgram<const Known extends Options = Options>(
  { usage, options, positionals: [least, most] = [0, 0] }: CommandLine<Known>,
  main: (values: Values<Known>, positionals: string[]) => number | void | Promise<number | undefined> | Promise<void>,
): Promise<void> {
  // Checked first, so that --help works with any other arguments.
  if (process.argv.slice(2).some((value) => value === '--help' || value === '-h')) {
    console.log(`Usage: ${usage}`)
    return
  }
  try {
    const { values, positionals } = parseArgs({ ...(options && { options }), allowPositionals: true })
    if (positionals.length < least) throw new UsageError(`Too few arguments. Usage: ${firstLine(usage)}`)
    if (positionals.length > most) throw new UsageError(`Unexpected argument "${positionals[most] ?? ''}". Usage: ${firstLine(usage)}`)
    process.exitCode = (await main(values, positionals)) ?? process.exitCode ?? 0
  } catch (error) {
    process.exitCode = report(error)
  }
}

/** A list of known names, separated by commas; all of them if none is given. @throws UsageError */
export function namesIn<Name extends string>(option: string, text: string | undefined, known: readonly Name[]): Name[] {
  if (text === undefined) return [...known]
  return text
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const found = known.find((each) => each === name)
      if (!found) throw new UsageError(`--${option}: "${name}" is unknown. Choose from ${known.join(', ')}.`)
      return found
    })
}

/** A number within bounds. @throws UsageError */
export function numberIn(option: string, text: string, least: number, most: number): number {
  const number = Number(text)
  if (!(number >= least && number <= most)) throw new UsageError(`--${option} must be a number from ${least} to ${most}, not "${text}".`)
  return number
}

/** Prints an error as its kind deserves. @returns the exit status */
function report(error: unknown): number {
  if (!(error instanceof Error)) {
    console.error(error)
    return 1
  }
  const isUsage = error instanceof UsageError || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  console.error(isUsage ? firstLine(error.message) : error instanceof UserError ? error.message : error)
  return isUsage ? 2 : 1
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''
