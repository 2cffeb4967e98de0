import pg from 'pg'
import { parserOf } from './column-types.ts'
import type { Statement } from './database.ts'

/** A statement with its values, as the wire takes them. */
export type Step = { name: string; text: string; values: unknown[] }

/** What a step gave: its rows, and the command that Postgres says it was, such as `COMMIT`. */
export type StepResult = { rows: object[]; command: string }

/** What became of several steps: what those gave that succeeded, and why the one behind them failed. */
export type Outcome = { results: StepResult[]; failure: Error | null }

/** A statement with values, as a step. */
export const stepOf = <Values extends object>({ name, text, parameters }: Statement<Values, unknown>, values: Values): Step => ({
  name,
  text,
  values: parameters.map((key) => values[key]),
})

/** Where a transaction begins or ends. */
export const control = (command: 'begin' | 'commit' | 'rollback'): Step => ({ name: command, text: command, values: [] })

/** What is used of the driver's connection: each writes one message of the protocol. */
type Wire = {
  stream: { cork(): void; uncork(): void }
  parse(message: { name: string; text: string }): void
  bind(message: { statement: string; values: unknown[]; valueMapper: (value: unknown) => unknown }): void
  describe(message: { type: 'P' }): void
  execute(message: object): void
  close(message: { type: 'S'; name: string }): void
  sync(): void
}

/** How the rows of a statement are read. */
type Shape = { names: string[]; parsers: ((text: string) => unknown)[]; empty: Record<string, unknown> }

const withoutRows: Shape = { names: [], parsers: [], empty: {} }

// The columns of a statement do not change while the service runs, so Postgres is asked for them once.
const shapes = new Map<string, Shape>([['begin', withoutRows], ['commit', withoutRows], ['rollback', withoutRows]])

/** What a connection has parsed by name; where a batch failed, perhaps. */
type Parsed = { surely: Set<string>; perhaps: Set<string> }

const parsedOn = new WeakMap<object, Parsed>()

/**
 * Several statements in one go, with a single Sync behind them (PostgreSQL's extended query protocol): where none of them
 * begins a transaction they are one together, which is kept when all have succeeded. The driver's own query would send a
 * Sync for each, and ask for the columns every time.
 *
 * It takes the place of the driver's query in what the two say to each other, for which the driver's version is pinned.
 */
export class Batch {
  readonly #steps: readonly Step[]
  readonly #named: boolean
  readonly #done: (outcome: Outcome) => void
  readonly #results: StepResult[] = []
  #rows: object[] = []
  #shape: Shape | undefined
  #parsed: Parsed | null = null
  #parsing: string[] = []
  #failure: Error | null = null

  /**
   * @param named whether statements are parsed once a connection, by their names
   * @param done called once
   */
  constructor(steps: readonly Step[], named: boolean, done: (outcome: Outcome) => void) {
    this.#steps = steps
    this.#named = named
    this.#done = done
  }

  submit(wire: Wire): void {
    wire.stream.cork()
    for (const { name, text, values } of this.#steps) {
      const statement = this.#named ? name : ''
      if (!this.#isParsed(wire, statement)) wire.parse({ name: statement, text })
      wire.bind({ statement, values, valueMapper: toWire })
      if (!shapes.has(name)) wire.describe({ type: 'P' })
      wire.execute({})
    }
    wire.sync()
    wire.stream.uncork()
  }

  handleRowDescription({ fields }: { fields: { name: string; dataTypeID: number }[] }): void {
    const names = fields.map(({ name }) => name)
    const empty = Object.fromEntries(names.map((name) => [name, null]))
    shapes.set(this.#step.name, { names, parsers: fields.map(({ dataTypeID }) => parserOf(dataTypeID)), empty })
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    this.#shape ??= shapes.get(this.#step.name) ?? withoutRows
    const { names, parsers, empty } = this.#shape
    const row = { ...empty }
    try {
      // Without an iterator: this is where most of a page's time goes.
      for (let index = 0; index < names.length; index += 1) {
        const text = fields[index] ?? null
        if (text !== null) row[names[index] ?? ''] = parsers[index]?.(text)
      }
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error('a value could not be read')
    }
    this.#rows.push(row)
  }

  handleCommandComplete({ text }: { text: string }): void {
    const { name } = this.#step
    if (!shapes.has(name)) shapes.set(name, withoutRows)
    this.#results.push({ rows: this.#rows, command: text })
    this.#rows = []
    this.#shape = undefined
  }

  handleError(error: Error): void {
    for (const name of this.#parsing) {
      this.#parsed?.surely.delete(name)
      this.#parsed?.perhaps.add(name)
    }
    this.#done({ results: this.#results, failure: error })
  }

  handleReadyForQuery(): void {
    this.#done({ results: this.#results, failure: this.#failure })
  }

  get #step(): Step {
    const step = this.#steps[this.#results.length]
    if (!step) throw new Error('there are more answers than statements')
    return step
  }

  #isParsed(wire: Wire, statement: string): boolean {
    if (statement === '') return false
    const parsed = (this.#parsed ??= parsedBy(wire))
    if (parsed.surely.has(statement)) return true
    // To close what is not there is no error; to parse again what is there would be one.
    if (parsed.perhaps.delete(statement)) wire.close({ type: 'S', name: statement })
    parsed.surely.add(statement)
    this.#parsing.push(statement)
    return false
  }
}

// The driver takes no other queries on a connection that several are sent on at once.
Object.setPrototypeOf(Batch.prototype, pg.Query.prototype as object)

function parsedBy(wire: Wire): Parsed {
  const known = parsedOn.get(wire)
  if (known) return known
  const parsed = { surely: new Set<string>(), perhaps: new Set<string>() }
  parsedOn.set(wire, parsed)
  return parsed
}

function toWire(value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value
  return Array.isArray(value) ? `{${value.map(elementOf).join()}}` : String(value)
}

/** An element of an array's literal (PostgreSQL's manual, section 8.15.2). */
const elementOf = (value: unknown): string => (value === null ? 'NULL' : `"${String(value).replace(/["\\]/g, '\\$&')}"`)
