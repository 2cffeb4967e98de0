import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'

export const listTokens: Operation<'listTokens'> = ({ db }) => db.many(sql.listTokens, {})
