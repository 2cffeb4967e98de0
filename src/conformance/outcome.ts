/** What the contract promises, and what came instead. */
export class Fault extends Error {
  readonly expected: string
  readonly came: string

  constructor(expected: string, came: string) {
    super(`expected ${expected}; came ${came}`)
    this.expected = expected
    this.came = came
  }
}

/** A check that cannot be made here: why. */
export class Skipped extends Error {}

/** A check that the deployment kept from being made, such as by a limit: of what it looks at nothing is known. */
export class Prevented extends Skipped {}

/** The kit cannot run at all: why, in one line. */
export class CannotRun extends Error {}

/** How a check ended. */
export type Outcome =
  | { outcome: 'passed' }
  | { outcome: 'skipped'; reason: string; prevented: boolean }
  | { outcome: 'failed'; expected: string; came: string; request: string | null }

/** What became of one check of one operation. */
export type Result = {
  operation: string
  check: string
  /** What was looked at, in words. */
  title: string
  milliseconds: number
} & Outcome

/** All that a run found out. */
export type Report = {
  url: string
  contract: string
  results: Result[]
  /** What the kit made and could not remove. */
  leftBehind: string[]
  interrupted: boolean
}
