/** A broken promise: what the contract promises, and what came instead. */
export class Fault extends Error {
  readonly expected: string
  readonly came: string

  constructor(expected: string, came: string) {
    super(`expected ${expected}; came ${came}`)
    this.expected = expected
    this.came = came
  }
}

/** The reason why a check cannot be made here. */
export class Skipped extends Error {}

/** The reason why the deployment prevented a check, such as a rate limit. The result is unknown. */
export class Prevented extends Skipped {}

/** The reason why the kit cannot run at all, in one line. */
export class CannotRun extends Error {}

/** How a check ended. */
export type Outcome =
  | { outcome: 'passed' }
  | { outcome: 'skipped'; reason: string; prevented: boolean }
  | { outcome: 'failed'; expected: string; came: string; request: string | null }

/** The result of one check of one operation. */
export type Result = {
  operation: string
  check: string
  /** What was checked, as text. */
  title: string
  milliseconds: number
} & Outcome

/** The results of a run. */
export type Report = {
  url: string
  contract: string
  results: Result[]
  /** What the kit created and could not remove. */
  leftBehind: string[]
  interrupted: boolean
}
