import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import type { Logger } from 'pino'
import type { Quotas } from '../config/settings.ts'
import type { Connections } from '../database/connections.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import * as sql from '../generated/sql.ts'
import { unauthenticated } from '../problem.ts'
import type { Caller } from './caller.ts'
import { hashOfPersonal } from './personal-tokens.ts'
import { accountsAreElsewhere, anonymousContext, sessionContextFor } from './session-context.ts'

/** Does something in the database for somebody who is not known yet, in the turn of their address. @throws Problem 429 */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>

/** Finds out whose a personal access token is. @throws Problem 401, and 429 for too many unknown ones */
export type TokenLookup = (text: string, inTurn: InTurn) => Promise<Caller>

/** A caller, and the day on which the use of the token was last noted, in days since 1970. */
type Known = { caller: Caller; usedOn: number }

const mostRemembered = 10_000
const mostUnknown = 1_000
const useTimeoutMs = 5_000
const today = (): number => Math.floor(Date.now() / 86_400_000)

/**
 * The user of a token is looked up once in each process, and never changes. Whether it is still valid is asked for by the statement that
 * opens each request's transaction. Its use is noted at the first request of a day, which does not wait for it.
 */
export function createTokenLookup(connections: Connections, quotas: Quotas, log: Logger, ownAccounts: boolean): TokenLookup {
  const remembered = new LRUCache<string, Known>({ max: mostRemembered })
  const unknown = new LRUCache<string, true>({ max: mostUnknown })
  const uses = pLimit(1)

  const find = async (key: string, hash: Buffer): Promise<Known> => {
    const found = await new ImplicitTransaction(connections.alone, anonymousContext).maybeOne(sql.findToken, { hash })
    if (!found) {
      unknown.set(key, true)
      throw noSuchToken()
    }
    if (!ownAccounts && found.has_password) throw unauthenticated(accountsAreElsewhere)
    const { id, user_id: userId, scopes, used_today } = found
    const caller = { userId, sessionId: null, issuer: null, subject: String(userId), tokenId: id, scopes }
    const known = { caller, usedOn: used_today ? today() : 0 }
    remembered.set(key, known)
    return known
  }

  const note = async ({ caller }: Known, id: number): Promise<void> => {
    await new ImplicitTransaction(connections.alone, sessionContextFor(caller, null, quotas, useTimeoutMs)).maybeOne(sql.useToken, { id })
  }

  return async (text, inTurn) => {
    const hash = hashOfPersonal(text)
    const key = hash.toString('base64url')
    if (unknown.has(key)) throw noSuchToken()
    const known = remembered.get(key) ?? (await inTurn(() => find(key, hash)))
    const { tokenId } = known.caller
    if (tokenId !== null && known.usedOn !== today()) {
      known.usedOn = today()
      uses(() => note(known, tokenId)).catch((error: unknown) => {
        known.usedOn = 0
        log.debug({ err: error, user: known.caller.userId }, 'the use of a token was not noted')
      })
    }
    return known.caller
  }
}

const noSuchToken = () => unauthenticated('The personal access token is unknown, was revoked or has expired. Create another one.')
