import { parseArgs } from 'node:util'
import * as sql from '../../generated/sql.ts'
import { UsageError } from '../command.ts'
import { onePositional } from '../positional.ts'
import { findAccount, nameOf } from './accounts.ts'
import { confirmation } from './confirm.ts'
import { withOperator } from './operator.ts'
import { dayOf, print, table } from './print.ts'
import type { Subcommand } from './subcommand.ts'

const flag = { type: 'boolean', default: false } as const

/** `taskpact user sessions` */
export const sessionsOfUser: Subcommand = async (args) => {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { end: flag, yes: flag, json: flag } })
  const named = onePositional(positionals, 'the user, by id or e-mail address')
  if (!values.end && values.yes) throw new UsageError('--yes confirms --end, which is missing.')
  await (values.end ? endSessions(named, values) : listSessions(named, values.json))
}

const listSessions = (named: string, json: boolean): Promise<void> =>
  withOperator(async ({ accounts, dataOf }) => {
    const { id } = await findAccount(accounts, named)
    const found = await dataOf(id).many(sql.listSessions, { session_id: null })
    const sessions = found.map(({ id: number, client, created_at, last_used_on }) => ({ id: number, client, created_at, last_used_on }))
    const rows = sessions.map(({ id: number, client, created_at, last_used_on }) => [number, client, dayOf(created_at), last_used_on])
    print(json, { user_id: id, sessions }, table(['ID', 'CLIENT', 'STARTED', 'LAST USED'], rows))
  })

function endSessions(named: string, { yes, json }: { yes: boolean; json: boolean }): Promise<void> {
  const confirm = confirmation(yes)
  return withOperator(async ({ accounts, act }) => {
    const account = await findAccount(accounts, named)
    await confirm(`This ends every session of ${nameOf(account)}.`)
    const { count } = await act(account.id, 'operator.end_sessions', 'taskpact_authentication', (db) => db.one(sql.endAllSessions, {}))
    print(json, { id: account.id, ended: count }, `Ended ${count} session${count === 1 ? '' : 's'} of ${nameOf(account)}`)
  })
}
