import type { Operation } from '../../execution/operation.ts'
import * as sql from '../../generated/sql.ts'

export const createStreamTicket: Operation<'createStreamTicket'> = async ({ caller, db, service: { tickets } }) => {
  const { id, expires_at } = await db.one(sql.createStreamTicket, {})
  return { ticket: tickets.seal({ caller, id }), expires_at }
}
