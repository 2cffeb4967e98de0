import { createHash } from 'node:crypto'
import { afterCursor, cursorAfter } from '../../execution/cursor.ts'
import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { projectedOf, windowOf } from '../../domain/occurrences/window.ts'
import { WithHeaders } from '../../execution/operation.ts'
import type { Operation } from '../../execution/operation.ts'
import { notFound } from '../../problem.ts'

export const listOccurrences: Operation<'listOccurrences'> = async ({ caller, params: { id }, query, db }) => {
  const window = windowOf(query.from, query.to)
  const { from, to } = window ?? { from: '0000-00-00', to: '9999-99-99' }
  const after = query.cursor ? afterCursor(query.cursor) : 0
  const over = db.many(sql.listOccurrences, { task_id: id, after, from, to, limit: query.limit + 1 })
  const [rows, schedule] = await Promise.all([over, db.maybeOne(sql.getSchedule, { id })])
  if (!schedule) throw notFound('task')
  const page: components['schemas']['Occurrence'][] = rows.slice(0, query.limit)
  const last = rows[query.limit - 1]
  const more = rows.length > query.limit && last
  if (!more && window) page.push(...projectedOf(id, schedule, window))
  const tag = createHash('sha256').update(JSON.stringify(page) + String(Boolean(more))).digest('base64url')
  const headers = { ETag: `"${tag}"` }
  if (!more) return new WithHeaders(page, headers)
  const days = window ? `from=${from}&to=${to}&` : ''
  const next = `/api/${caller.userId}/tasks/${id}/occurrences?${days}limit=${query.limit}&cursor=${cursorAfter(last.id)}`
  return new WithHeaders(page, { ...headers, Link: `<${next}>; rel="next"` })
}
