import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'

export const getUser: Operation<'getUser'> = ({ db }) => db.one(sql.getUser, {})
