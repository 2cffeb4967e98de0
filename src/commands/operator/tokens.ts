import { parseArgs } from 'node:util'
import * as sql from '../../generated/sql.ts'
import { UsageError } from '../command.ts'
import { onePositional } from '../positional.ts'
import { findAccount, idOf, nameOf } from './accounts.ts'
import { confirmation } from './confirm.ts'
import { withOperator } from './operator.ts'
import { dayOf, print, printable, table } from './print.ts'
import type { Subcommand } from './subcommand.ts'

const flag = { type: 'boolean', default: false } as const

/** `taskpact token list` */
export const listTokensOfUser: Subcommand = async (args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: flag } })
  const named = onePositional(positionals, 'the user, by id or e-mail address')
  await withOperator(async ({ accounts, dataOf }) => {
    const { id: user_id } = await findAccount(accounts, named)
    const found = await dataOf(user_id).many(sql.listTokens, {})
    const tokens = found.map(({ id, name, scopes, created_at, expires_at, last_used_on }) => ({ id, name, scopes, created_at, expires_at, last_used_on }))
    const rows = tokens.map(({ id, name, scopes, expires_at, last_used_on }) => [id, name, scopes.join(' '), dayOf(expires_at), last_used_on])
    print(values.json, { user_id, tokens }, table(['ID', 'NAME', 'SCOPES', 'EXPIRES', 'LAST USED'], rows))
  })
}

/** `taskpact token revoke` */
export const revokeTokenById: Subcommand = async (args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { yes: flag, json: flag } })
  const named = onePositional(positionals, 'the id of the token')
  const id = idOf(named)
  // What somebody takes for the id may be the secret, which is not repeated.
  if (id === null) throw new UsageError('The token must be named by its id, such as 7: "taskpact token list <user>" has it.')
  const confirm = confirmation(values.yes)
  await withOperator(async ({ accounts, act }) => {
    const token = await accounts.maybeOne(sql.findTokenOwner, { id })
    if (!token) throw new Error(`There is no token ${id} that is valid.`)
    const account = await findAccount(accounts, String(token.user_id))
    await confirm(`This revokes the token ${id}, "${printable(token.name)}", of ${nameOf(account)}.`)
    const revoked = await act(account.id, 'operator.revoke_token', 'taskpact_authentication', (db) => db.maybeOne(sql.revokeTokenOf, { id }))
    if (!revoked) throw new Error(`There is no token ${id} that is valid.`)
    print(values.json, { id, user_id: account.id, revoked: true }, `Revoked the token ${id} of ${nameOf(account)}`)
  })
}
