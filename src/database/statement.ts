/** A statement of sql/, with its types from Postgres; created by `npm run generate`. */
export type Statement<Values, Row> = {
  readonly name: string
  readonly text: string
  readonly parameters: readonly (keyof Values & string)[]
  /** Whether `$1` is the id of the caller, which the session context adds; the parameters follow it. */
  readonly owned?: boolean
  /** Whether Postgres plans it for the values of each call. */
  readonly customPlan?: boolean
  /** The same statement of the past. */
  readonly past?: Statement<Values & PastValues, Row>
  /** Never set: it only carries the type of a row. */
  readonly row?: Row
}

/** The type of a statement's rows. */
export type RowOf<Given> = Given extends { readonly row?: infer Row } ? Exclude<Row, undefined> : never

/** Runs the statements of a handler. The method states the number of rows; any other number is an internal error. */
export type Database = {
  one<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row>
  maybeOne<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row | undefined>
  many<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]>
  /** Runs work in a savepoint: if it fails, only this work is rolled back. */
  savepoint<Result>(work: () => Promise<Result>): Promise<Result>
}

/** What a statement of the past is of: a number of the caller's changes, and the time zone of then. */
export type PastValues = {
  as_of_seq: number
  as_of: string
  /** Whether the time zone is another one by now; and its offsets from UTC, as ZoneOffsets has them. */
  zone_changed: boolean
  starts: number[]
  offsets: number[]
}
