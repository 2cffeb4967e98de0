import type { components } from '../../generated/contract.ts'
import type { RowOf } from '../../database/statement.ts'
import { rowsThatFit } from '../../execution/size.ts'
import * as sql from '../../generated/sql.ts'
import { eventOf } from '../changes/event.ts'
import { viewOf } from '../changes/view.ts'
import type { View } from '../changes/view.ts'
import type { Source } from './source.ts'

type Export = components['schemas']['AccountExport']
type ArrayName = keyof Export['counts']

/** The next items of an array of an export. */
export type Items = { [Name in ArrayName]: { name: Name; value: Export[Name] } }[ArrayName]

// A page is checked and serialized in one turn of the loop.
const pageSize = 100
const maxPageBytes = 500_000
// Of a recorded change, an event has the values before and after as well.
const maxChangeBytes = maxPageBytes / 3

/** The arrays of an export, each in parts; an empty one has one part. */
export async function* arraysOf(source: Source): AsyncGenerator<Items> {
  const { db, caller } = source
  for await (const value of listsOf(source)) yield { name: 'lists', value }
  for await (const value of tagsOf(source)) yield { name: 'tags', value }
  for await (const rows of tasksOf(source)) yield { name: 'tasks', value: rows.map(withSeries) }
  for await (const value of occurrencesOf(source)) yield { name: 'occurrences', value }
  yield { name: 'sessions', value: await db.many(sql.listSessions, { session_id: caller.sessionId }) }
  yield { name: 'tokens', value: await db.many(sql.listTokens, {}) }
  yield { name: 'webhooks', value: await db.many(sql.listWebhooks, {}) }
  for await (const value of deliveriesOf(source)) yield { name: 'webhook_deliveries', value }
  for await (const rows of changesOf(source)) yield { name: 'changes', value: rows.map(eventOf) }
}

const listsOf = (source: Source) =>
  pages<RowOf<typeof sql.exportLists>>(async (last) => (await viewAt(source)).many(sql.exportLists, { ...after(last), limit: pageSize }))

const tagsOf = (source: Source) =>
  pages<RowOf<typeof sql.exportTags>>(async (last) => (await viewAt(source)).many(sql.exportTags, { ...after(last), limit: pageSize }))

// With an order and a limit, a statement of the past would sort everything for each page. Between two ids, it reads only the page.
async function* tasksOf(source: Source): AsyncGenerator<RowOf<typeof sql.exportTasks>[]> {
  yield []
  // What was permanently deleted is not known any more, so none of the past has a higher id than the last one of now.
  for (let begin = 0; ;) {
    const { until } = await source.db.one(sql.nextTasks, { after: begin, limit: pageSize })
    if (until === null) return
    const from = begin
    yield* pages<RowOf<typeof sql.exportTasks>>(async (last) => (await viewAt(source)).many(sql.exportTasks, { after: last?.id ?? from, until }), Infinity)
    begin = until
  }
}

async function* occurrencesOf(source: Source): AsyncGenerator<RowOf<typeof sql.exportOccurrences>[]> {
  // Those that were taken back since may come after the last one of now.
  const end = { task_id: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER }
  for (let begin = { task_id: 0, id: 0 }; begin !== end;) {
    const from = begin
    const until = (await source.db.maybeOne(sql.nextOccurrences, { after_task: from.task_id, after: from.id, limit: pageSize })) ?? end
    yield* pages<RowOf<typeof sql.exportOccurrences>>(async (last) => {
      const { task_id, id } = last ?? from
      return (await viewAt(source)).many(sql.exportOccurrences, { after_task: task_id, after: id, until_task: until.task_id, until: until.id })
    }, Infinity)
    begin = until
  }
}

const after = (last: { id: number } | undefined): { after: number } => ({ after: last?.id ?? 0 })

/** What there was at the moment of the export, whatever has changed since. */
const viewAt = ({ db, cursor, ...source }: Source): Promise<View> => viewOf({ db, query: { as_of: cursor }, ...source })

function deliveriesOf({ db, begun: { last_delivery } }: Source): AsyncGenerator<RowOf<typeof sql.exportDeliveries>[]> {
  return pages((last) => db.many(sql.exportDeliveries, { ...after(last), after_webhook: last?.webhook_id ?? 0, until: last_delivery, limit: pageSize }))
}

/** The record of changes up to the moment of the export. */
function changesOf({ db, begun }: Source): AsyncGenerator<RowOf<typeof sql.listChanges>[]> {
  const read = async (last: RowOf<typeof sql.listChanges> | undefined): Promise<RowOf<typeof sql.listChanges>[]> => {
    const rows = await db.many(sql.listChanges, { seq: last?.seq ?? 0, ordinal: last?.ordinal ?? 0, latest: false, limit: pageSize })
    return rows.filter(({ seq }) => seq <= begun.seq)
  }
  const fit = (rows: RowOf<typeof sql.listChanges>[]): number =>
    rowsThatFit(
      rows.map(({ data }) => data ?? {}),
      maxChangeBytes,
    )
  return pages(read, pageSize, fit)
}

/**
 * Pages until one is not full.
 * @param read finds the rows after the last one of a page
 * @param limit how many it finds at most
 */
async function* pages<Row extends object>(
  read: (last: Row | undefined) => Promise<Row[]>,
  limit = pageSize,
  fit = (rows: Row[]): number => rowsThatFit(rows, maxPageBytes),
): AsyncGenerator<Row[]> {
  let last: Row | undefined
  for (let isFull = true; isFull;) {
    const rows = await read(last)
    const page = rows.slice(0, fit(rows))
    yield page
    last = page.at(-1)
    isFull = last !== undefined && (rows.length === limit || page.length < rows.length)
  }
}

/** A task with how far its recurrence is. */
function withSeries({ recurs_from: start, recurs_at: date, recurs_number: number, ...task }: RowOf<typeof sql.exportTasks>): Export['tasks'][number] {
  return { ...task, series: start && date && number !== null ? { start, date, number } : null }
}
