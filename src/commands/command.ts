/** A command: one file in src/commands/, and a line in src/commands/index.ts. */
export type Command = {
  /** What it does, in one line. */
  summary: string
  /** Its usage and options. */
  help: string
  /**
   * Runs the command with the arguments after its name.
   * @throws UsageError for invalid arguments, and Errors whose message says in one line what to do
   */
  run(args: string[]): Promise<void> | void
}

/** An invalid command line: what is wrong, in one line. */
export class UsageError extends Error {}
