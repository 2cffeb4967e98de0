/** A command of the program: one file below src/commands/, and a line in src/commands/index.ts. */
export type Command = {
  /** What it does, in one line. */
  summary: string
  /** What it is called with, and all there is to know before calling it. */
  help: string
  /**
   * Carries it out, given what stands behind its name.
   * @throws UsageError for arguments that it does not take, and Errors whose message says in one line what to do about them
   */
  run(args: string[]): Promise<void> | void
}

/** A command line that means nothing: what is wrong with it, in one line. */
export class UsageError extends Error {}
