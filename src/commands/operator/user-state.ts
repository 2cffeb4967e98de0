import { parseArgs } from 'node:util'
import * as sql from '../../generated/sql.ts'
import { onePositional } from '../positional.ts'
import { findAccount, nameOf } from './accounts.ts'
import { confirmation } from './confirm.ts'
import { withOperator } from './operator.ts'
import { print } from './print.ts'
import type { Subcommand } from './subcommand.ts'

const flag = { type: 'boolean', default: false } as const

/** `taskpact user disable` */
export const disableUser: Subcommand = async (args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { yes: flag, json: flag } })
  const named = onePositional(positionals, 'the user, by id or e-mail address')
  const confirm = confirmation(values.yes)
  await withOperator(async ({ accounts, act }) => {
    const account = await findAccount(accounts, named)
    await confirm(`This disables ${nameOf(account)}, whose requests then get 401.`)
    const done = await act(account.id, 'operator.disable', 'taskpact_authentication', (db) => db.maybeOne(sql.disableAccount, {}))
    print(values.json, { id: account.id, disabled: true, changed: done !== undefined }, `${done ? 'Disabled' : 'Was already disabled:'} ${nameOf(account)}`)
  })
}

/** `taskpact user enable` */
export const enableUser: Subcommand = async (args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: flag } })
  const named = onePositional(positionals, 'the user, by id or e-mail address')
  await withOperator(async ({ accounts, act }) => {
    const account = await findAccount(accounts, named)
    const done = await act(account.id, 'operator.enable', 'taskpact_authentication', (db) => db.maybeOne(sql.enableAccount, {}))
    print(values.json, { id: account.id, disabled: false, changed: done !== undefined }, `${done ? 'Enabled' : 'Was not disabled:'} ${nameOf(account)}`)
  })
}

/** `taskpact user delete` */
export const deleteUser: Subcommand = async (args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { yes: flag, json: flag } })
  const named = onePositional(positionals, 'the user, by id or e-mail address')
  const confirm = confirmation(values.yes)
  await withOperator(async ({ accounts, act, cleanUp, dataOf }) => {
    const account = await findAccount(accounts, named)
    const { tasks, lists } = await dataOf(account.id).one(sql.getUsage, {})
    await confirm(`This deletes ${nameOf(account)} permanently, with all data: ${tasks} tasks and ${lists} lists.`)
    await act(account.id, 'operator.delete', 'taskpact_runtime', (db) => db.maybeOne(sql.deleteUser, {}))
    // A service that runs would do so within a minute, and may be the first. The account is gone in any case.
    await cleanUp().catch(() => console.error('Some of the data is not removed yet: the service removes it while it runs.'))
    print(values.json, { id: account.id, deleted: true }, `Deleted ${nameOf(account)}`)
  })
}
