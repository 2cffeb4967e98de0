import type { Database, RowOf } from '../../database/statement.ts'
import * as sql from '../../generated/sql.ts'
import { emailKeys } from '../../identity/email.ts'
import { UsageError } from '../command.ts'
import { printable } from './print.ts'

/** An account that a command names. */
export type Account = RowOf<typeof sql.findAccounts>

/** Of the accounts with one address, how many a message names. */
const mostNamed = 10

/**
 * Finds an account by its id or e-mail address.
 * @throws UsageError for what is neither; an Error if there is no such account, or more than one
 */
export async function findAccount(accounts: Database, named: string): Promise<Account> {
  const id = idOf(named)
  if (id === null && !/^[^@]+@[^@]+$/.test(named)) {
    throw new UsageError(`"${printable(named)}" is not a user: name one by id, such as 42, or by e-mail address, such as alice@example.com.`)
  }
  const found = await accounts.many(sql.findAccounts, { id, email_keys: id === null ? emailKeys(named) : [], most: mostNamed + 1 })
  const [account, ...others] = found
  if (!account) throw new Error(id === null ? `No user has the address ${printable(named)}.` : `There is no user ${id}.`)
  if (others.length > 0) {
    const ids = found.slice(0, mostNamed).map((each) => each.id)
    throw new Error(
      `${found.length > mostNamed ? 'Many' : found.length} users have the address ${printable(named)}: ${ids.join(', ')}${found.length > mostNamed ? ', …' : ''}. Name one by id.`,
    )
  }
  return account
}

/** An id as it is written; null for any other text. */
export const idOf = (text: string): number | null => (/^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null)

/** Where the user of an account signs in. */
export const kindOf = ({ has_password }: { has_password: boolean }): 'password' | 'front-end' => (has_password ? 'password' : 'front-end')

/** An account in the words of a message. */
export const nameOf = ({ id, email }: Pick<Account, 'id' | 'email'>): string => (email === null ? `user ${id}` : `user ${id} (${printable(email)})`)
