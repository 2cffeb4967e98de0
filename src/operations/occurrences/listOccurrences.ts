import type { components } from '../../generated/contract.ts'
import * as sql from '../../generated/sql.ts'
import { projectedOf, windowOf } from '../../domain/occurrences/window.ts'
import type { Operation } from '../../execution/operation.ts'
import { placeById } from '../../execution/page.ts'
import { notFound } from '../../problem.ts'

export const listOccurrences: Operation<'listOccurrences'> = async ({ page, params: { id }, query, db }) => {
  const window = windowOf(query.from, query.to)
  const { from, to } = window ?? { from: '0000-00-00', to: '9999-99-99' }
  const past = db.many(sql.listOccurrences, { task_id: id, after: page.start?.id ?? 0, from, to, limit: page.rows })
  const [rows, schedule] = await Promise.all([past, db.maybeOne(sql.getSchedule, { id })])
  if (!schedule) throw notFound('task')
  return page.response<components['schemas']['Occurrence']>(rows, {
    stateOf: JSON.stringify,
    placeOf: ({ id: last }) => placeById({ id: last ?? 0 }),
    tail: () => (window ? projectedOf(id, schedule, window) : []),
  })
}
