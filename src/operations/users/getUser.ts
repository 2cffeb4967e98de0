import { accountOf } from '../../domain/users/account.ts'
import * as sql from '../../generated/sql.ts'
import type { Operation } from '../../execution/operation.ts'

export const getUser: Operation<'getUser'> = async ({ db, service: { quotas } }) => accountOf(await db.one(sql.getUser, {}), quotas)
