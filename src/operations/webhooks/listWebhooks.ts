import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'

export const listWebhooks: Operation<'listWebhooks'> = ({ db }) => db.many(sql.listWebhooks, {})
