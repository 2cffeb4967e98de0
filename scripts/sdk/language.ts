import type { Generator } from './generator.ts'

/** A language with an SDK. */
export type Language = {
  /** The runs of the generator for a version of the contract, into the same folder. */
  generators: (version: string) => Generator[]
  /** Changes generated files, where no option of the generator does. */
  edits?: Edit[]
  /** The programs that building and using the SDK needs. */
  programs: string[]
  /** Debian's packages of them. */
  install: string
  /** Builds the SDK as its users would, in a project with the scenario and the samples. @returns the commands that run them, given a URL */
  build: (sdk: string, project: string) => Promise<Command[]>
}

/** A change of every generated file whose path matches. */
export type Edit = { files: RegExp; replace: RegExp; by: string }

type Command = [command: string, ...args: string[]]
