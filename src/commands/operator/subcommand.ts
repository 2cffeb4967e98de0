import { UsageError } from '../command.ts'

/** A part of a command, with the arguments after its name. @throws UsageError, and Errors whose message says in one line what to do */
export type Subcommand = (args: string[]) => Promise<void>

/** Runs the part of a command that the first argument names. @throws UsageError for any other */
export async function runSubcommand(command: string, subcommands: Record<string, Subcommand>, [name, ...args]: string[]): Promise<void> {
  const known = Object.keys(subcommands).join(', ')
  if (name === undefined) throw new UsageError(`Name what to do: taskpact ${command} ${known}. See "taskpact ${command} --help".`)
  const run = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined
  if (!run) throw new UsageError(`Unknown subcommand "${name}". Those of "taskpact ${command}" are: ${known}.`)
  await run(args)
}
