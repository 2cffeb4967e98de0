import * as sql from '../generated/sql.ts'
import type { Operation } from '../operation.ts'

export const updateUser: Operation<'updateUser'> = ({ body, db }) => db.one(sql.updateUser, { name: body.name ?? null })
