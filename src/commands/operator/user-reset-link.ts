import { parseArgs } from 'node:util'
import * as sql from '../../generated/sql.ts'
import { linkOf, newLinkToken } from '../../identity/links.ts'
import { onePositional } from '../positional.ts'
import { findAccount, nameOf } from './accounts.ts'
import { withOperator } from './operator.ts'
import { print } from './print.ts'
import type { Subcommand } from './subcommand.ts'

/** `taskpact user reset-link` */
export const resetLinkOfUser: Subcommand = async (args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } })
  const named = onePositional(positionals, 'the user, by id or e-mail address')
  await withOperator(async ({ accounts, act, settings: { appUrl } }) => {
    const account = await findAccount(accounts, named)
    if (!account.has_password) throw new Error(`The ${nameOf(account)} signs in at a front end, which keeps the password.`)
    if (account.disabled_at !== null) throw new Error(`The ${nameOf(account)} is disabled. Enable the account first.`)
    const { token, hash } = newLinkToken()
    await act(account.id, 'operator.reset_link', 'taskpact_authentication', async (db) => {
      await db.one(sql.addResetLink, { hash })
      return db.one(sql.noteAct, {})
    })
    const url = linkOf(appUrl, 'reset-password', token)
    if (!values.json) console.error(`A link to a new password for ${nameOf(account)}, valid for 30 minutes and once. Anyone who has it can set the password.`)
    print(values.json, { id: account.id, url, reset_token: token, expires_in: 1_800 }, url)
  })
}
