/** A statement of sql/, with the types Postgres gave it; made by `npm run generate`. */
export type Statement<Values, Row> = {
  readonly name: string
  readonly text: string
  readonly parameters: readonly (keyof Values & string)[]
  /** Whether it is planned for the values of each use. */
  readonly anew?: boolean
  /** Never there: it only carries the type of a row. */
  readonly row?: Row
}

/** The statements a handler may run. The verb says how many rows there are; more or fewer is an error of ours. */
export type Database = {
  one<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row>
  maybeOne<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row | undefined>
  many<Values extends object, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row[]>
  /** Does something that is undone by itself if it fails, while what was done before stays. */
  savepoint<Result>(work: () => Promise<Result>): Promise<Result>
}
