import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'
import { invalidRequest, notFound } from '../../problem.ts'

export const replayWebhook: Operation<'replayWebhook'> = async ({ params: { id }, body: { from_seq }, db }) => {
  const place = await db.maybeOne(sql.replayWebhook, { id, from_seq })
  if (!place) throw notFound('webhook')
  const next = place.last_seq + 1
  if (from_seq > next) throw invalidRequest([{ pointer: '#/from_seq', detail: `must not be beyond the next change, ${next}` }])
}
