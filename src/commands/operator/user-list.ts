import { parseArgs } from 'node:util'
import * as sql from '../../generated/sql.ts'
import { UsageError } from '../command.ts'
import { idOf, kindOf } from './accounts.ts'
import { withOperator } from './operator.ts'
import { dayOf, print, table } from './print.ts'
import type { Subcommand } from './subcommand.ts'

const mostOnPage = 1_000

/** `taskpact user list` */
export const listUsers: Subcommand = async (args) => {
  const { values } = parseArgs({
    args,
    options: { limit: { type: 'string', default: '100' }, after: { type: 'string', default: '0' }, json: { type: 'boolean', default: false } },
  })
  const limit = idOf(values.limit)
  const after = values.after === '0' ? 0 : idOf(values.after)
  if (limit === null || limit > mostOnPage) throw new UsageError(`--limit is "${values.limit}"; it must be an integer from 1 to ${mostOnPage}.`)
  if (after === null) throw new UsageError(`--after is "${values.after}"; it must be the id of a user.`)
  await withOperator(async ({ accounts }) => {
    const found = await accounts.many(sql.listAccounts, { after, limit: limit + 1 })
    const users = found.slice(0, limit).map(({ has_password, ...account }) => ({ ...account, kind: kindOf({ has_password }) }))
    const next = found.length > limit ? (users.at(-1)?.id ?? null) : null
    const rows = users.map(({ id, email, name, kind, created_at, disabled_at }) => [id, email, name, kind, dayOf(created_at), dayOf(disabled_at)])
    const more = next === null ? '' : `\nThere are more: taskpact user list --limit ${limit} --after ${next}`
    print(values.json, { users, next }, `${table(['ID', 'E-MAIL', 'NAME', 'KIND', 'CREATED', 'DISABLED'], rows)}${more}`)
  })
}
