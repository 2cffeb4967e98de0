import { LRUCache } from 'lru-cache'
import type { Logger } from 'pino'
import type { Connections } from '../database/connections.ts'
import { codeOf } from '../database/errors.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import { Transaction } from '../database/transaction.ts'
import * as sql from '../generated/sql.ts'
import type { Caller } from './caller.ts'
import type { Quotas } from '../config/settings.ts'
import { unauthenticated } from '../problem.ts'
import { bearerToken } from './bearer-token.ts'
import type { TokenClaims } from './claims.ts'
import { isPersonal } from './personal-tokens.ts'
import { accountsAreElsewhere, anonymousContext, sessionContextFor } from './session-context.ts'
import { invalidTicket } from './tickets.ts'
import type { Tickets } from './tickets.ts'
import { createTokenLookup } from './token-lookup.ts'
import type { InTurn } from './token-lookup.ts'
import type { Tokens } from './tokens.ts'

type Identity = Extract<TokenClaims, { kind: 'identity' }>

/** Token → caller. */
export type Authentication = {
  /**
   * Authenticates a request by the values of its Authorization headers.
   * @param inTurn how an unknown token is looked up
   * @throws Problem 401 for anything but one valid bearer token, 429 for too many unknown ones at a time, 503 if its keys or the database
   * cannot be reached
   */
  authenticate(authorization: readonly string[], inTurn: InTurn): Caller | Promise<Caller>
  /** The caller of a ticket, which is used up by it. @throws Problem 401 */
  redeem(ticket: string): Promise<Caller>
  /** Forgets a cached caller whose account no longer exists. */
  forget(caller: Caller): void
}

const ticketTimeoutMs = 5_000
const mostRemembered = 10_000

/** Whether the user in a path is the caller: by id, subject, or `me`. */
export const isOwner = ({ userId, subject }: Caller, named: string): boolean => named === 'me' || named === String(userId) || named === subject

/**
 * A user is (issuer, subject), provisioned on first sight with the token's name and e-mail, and never matched by e-mail.
 * @param ownAccounts whether sessions of this service's own accounts are accepted
 */
export function createAuthentication(
  { tokens, tickets, quotas }: { tokens: Tokens; tickets: Tickets; quotas: Quotas },
  connections: Connections,
  log: Logger,
  ownAccounts: boolean,
): Authentication {
  const remembered = new LRUCache<string, Promise<number>>({ max: mostRemembered })
  const personal = createTokenLookup(connections, quotas, log, ownAccounts)
  const keyOf = (issuer: string, subject: string): string => JSON.stringify([issuer, subject])

  const userOf = (identity: Identity): Promise<number> => {
    const key = keyOf(identity.issuer, identity.subject)
    const known = remembered.get(key)
    if (known) return known
    const user = provision(connections, identity, log)
    user.catch(() => remembered.delete(key))
    remembered.set(key, user)
    return user
  }

  const callerOf = (claims: TokenClaims): Caller | Promise<Caller> => {
    if (claims.kind === 'session') {
      // Tokens from before the operator set OWN_ACCOUNTS=off.
      if (!ownAccounts) throw unauthenticated(accountsAreElsewhere)
      return { userId: claims.userId, sessionId: claims.sessionId, issuer: null, subject: String(claims.userId), tokenId: null, scopes: null }
    }
    const { issuer, subject, scopes } = claims
    return userOf(claims).then((userId) => ({ userId, sessionId: null, issuer, subject, tokenId: null, scopes }))
  }

  return {
    authenticate(authorization, inTurn) {
      if (isPersonal(authorization[0])) return personal(bearerToken(authorization), inTurn)
      const claims = tokens.verify(authorization)
      return claims instanceof Promise ? claims.then(callerOf) : callerOf(claims)
    },
    async redeem(ticket) {
      const { caller, id } = tickets.open(ticket)
      const opening = sessionContextFor(caller, null, quotas, ticketTimeoutMs)
      const used = await new ImplicitTransaction(connections.alone, opening).maybeOne(sql.useStreamTicket, { id })
      if (!used) throw invalidTicket()
      return caller
    },
    forget({ issuer, subject }) {
      if (issuer !== null) remembered.delete(keyOf(issuer, subject))
    },
  }
}

/** Finds or creates the user of an identity. */
async function provision(connections: Connections, identity: Identity, log: Logger): Promise<number> {
  const { issuer, subject, name, email } = identity
  const transaction = new Transaction(connections, anonymousContext)
  try {
    const known = await transaction.maybeOne(sql.findIdentity, { issuer, subject })
    const { user_id } = known ?? (await transaction.one(sql.createIdentity, { issuer, subject, name, email }))
    await transaction.commit()
    if (!known) log.info({ user: user_id }, 'provisioned')
    return user_id
  } catch (error) {
    await transaction.rollback()
    // Another process has provisioned it meanwhile.
    if (error instanceof Error && codeOf(error.cause) === '23505') return provision(connections, identity, log)
    throw error
  }
}
