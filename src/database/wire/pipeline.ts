import pg from 'pg'
import { serialize } from 'pg-protocol'
import { parserOf } from '../type-parsers.ts'
import type { Statement } from '../statement.ts'

/** A statement with its values for the wire, and whether to plan it for these values. */
export type BoundStatement = { name: string; text: string; values: unknown[]; customPlan?: boolean | undefined }

/** The result of a statement: its rows, and its command tag, such as `COMMIT`. */
export type StatementResult = { rows: object[]; command: string }

/** The results of the statements that succeeded, and the error of the first one that failed. */
export type PipelineResult = { results: StatementResult[]; failure: Error | null }

/** Binds values to a statement. @param owner the caller's id, for a statement that asks for it; null without a caller */
export function bind<Values extends object>(
  { name, text, parameters, owned, customPlan }: Statement<Values, unknown>,
  values: Values,
  owner: number | null,
): BoundStatement {
  const given = parameters.map((key): unknown => values[key])
  return { name, text, values: owned ? [owner, ...given] : given, customPlan }
}

const commands = [
  'begin',
  'commit',
  'rollback',
  'set constraints all immediate',
  'savepoint apart',
  'release savepoint apart',
  'rollback to savepoint apart',
] as const

/** A command that begins or ends a transaction or savepoint. */
export const transactionCommand = (command: (typeof commands)[number]): BoundStatement => ({ name: command, text: command, values: [] })

/** The parts we use of the driver's connection. */
type Wire = { stream: { write(bytes: Buffer): unknown; cork(): void; uncork(): void; readonly writableCorked: number } }

/**
 * How statements are sent: whether they are prepared by name, and whether they are written together with others on the
 * connection in the same turn of the loop.
 */
type Manner = { named: boolean; together: boolean }

/** How the rows of a statement are read. */
type Shape = { names: string[]; parsers: ((text: string) => unknown)[]; empty: Record<string, unknown> }

// The messages that are always the same.
const [describe, execute, sync] = [serialize.describe({ type: 'P' }), serialize.execute({}), serialize.sync()]

const withoutRows: Shape = { names: [], parsers: [], empty: {} }

// The columns of a statement do not change while the service runs, so Postgres is asked for them once.
const shapes = new Map<string, Shape>(commands.map((command) => [command, withoutRows]))

/** The statements that a connection has prepared; uncertain after an error. */
type Parsed = { surely: Set<string>; perhaps: Set<string> }

const parsedOn = new WeakMap<object, Parsed>()

/**
 * Pipelines several statements with a single Sync (PostgreSQL's extended query protocol). If none of them begins a
 * transaction, they are one implicit transaction, committed if all succeed. The driver's own query would send a
 * Sync for each, and describe the columns every time.
 *
 * It implements the driver's internal interface of a query, so the driver's version is pinned.
 */
export class Pipeline {
  readonly #steps: readonly BoundStatement[]
  readonly #manner: Manner
  readonly #done: (outcome: PipelineResult) => void
  readonly #results: StatementResult[] = []
  #rows: object[] = []
  #shape: Shape | undefined
  #parsed: Parsed | null = null
  #parsing: string[] = []
  #failure: Error | null = null

  /** @param done called once */
  constructor(steps: readonly BoundStatement[], manner: Manner, done: (outcome: PipelineResult) => void) {
    this.#steps = steps
    this.#manner = manner
    this.#done = done
  }

  submit(wire: Wire): void {
    const messages: Buffer[] = []
    for (const { name, text, values, customPlan } of this.#steps) {
      // Postgres caches no plan for an unnamed statement.
      const statement = this.#manner.named && !customPlan ? name : ''
      this.#parse(wire, statement, text, messages)
      messages.push(serialize.bind({ statement, values, valueMapper: toWire }))
      if (!shapes.has(name)) messages.push(describe)
      messages.push(execute)
    }
    messages.push(sync)
    if (this.#manner.together) gather(wire)
    wire.stream.write(Buffer.concat(messages))
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
      // Without an iterator: most of the time for a page is spent here.
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

  get #step(): BoundStatement {
    const step = this.#steps[this.#results.length]
    if (!step) throw new Error('there are more answers than statements')
    return step
  }

  #parse(wire: Wire, statement: string, text: string, messages: Buffer[]): void {
    if (statement !== '') {
      const parsed = (this.#parsed ??= parsedBy(wire))
      if (parsed.surely.has(statement)) return
      // Closing an unknown statement is not an error, but preparing a known one again is.
      if (parsed.perhaps.delete(statement)) messages.push(serialize.close({ type: 'S', name: statement }))
      parsed.surely.add(statement)
      this.#parsing.push(statement)
    }
    messages.push(serialize.parse({ name: statement, text }))
  }
}

// The driver takes no other queries on a connection that several are sent on at once.
Object.setPrototypeOf(Pipeline.prototype, pg.Query.prototype as object)

/** Buffers writes until all received data is processed: one write costs the same however much it sends. */
function gather({ stream }: Wire): void {
  if (stream.writableCorked > 0) return
  stream.cork()
  setImmediate(() => stream.uncork())
}

function parsedBy(wire: Wire): Parsed {
  const known = parsedOn.get(wire)
  if (known) return known
  const parsed = { surely: new Set<string>(), perhaps: new Set<string>() }
  parsedOn.set(wire, parsed)
  return parsed
}

function toWire(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value
  return Array.isArray(value) ? `{${value.map(elementOf).join()}}` : JSON.stringify(value)
}

/** An element of an array's literal (PostgreSQL's manual, section 8.15.2). */
const elementOf = (value: unknown): string =>
  value === null ? 'NULL' : `"${(typeof value === 'string' ? value : JSON.stringify(value)).replace(/["\\]/g, '\\$&')}"`
