import { parseArgs } from 'node:util'
import { quotasInUse } from '../../domain/users/account.ts'
import * as sql from '../../generated/sql.ts'
import { onePositional } from '../positional.ts'
import { findAccount, kindOf } from './accounts.ts'
import { withOperator } from './operator.ts'
import { print, printable } from './print.ts'
import type { Subcommand } from './subcommand.ts'

/** `taskpact user show` */
export const showUser: Subcommand = async (args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } })
  const named = onePositional(positionals, 'the user, by id or e-mail address')
  await withOperator(async ({ accounts, dataOf, settings: { quotas } }) => {
    const { has_password, ...account } = await findAccount(accounts, named)
    const { sessions, tokens, webhooks, ...used } = await dataOf(account.id).one(sql.getUsage, {})
    const user = {
      ...account,
      kind: kindOf({ has_password }),
      ...{ sessions, tokens, webhooks },
      quotas: quotasInUse(used, quotas),
    }
    const lines = Object.entries({ ...user, quotas: undefined, ...Object.fromEntries(Object.entries(user.quotas).map(quotaLine)) })
    const text = lines.filter(([, value]) => value !== undefined && value !== null).map(([name, value]) => `${name.padEnd(12)}  ${printable(String(value))}`)
    print(values.json, user, text.join('\n'))
  })
}

const quotaLine = ([name, { used, limit }]: [string, { used: number; limit: number }]): [string, string] => [name, `${used} of ${limit}`]
