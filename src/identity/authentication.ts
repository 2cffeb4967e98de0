import type { Logger } from 'pino'
import type { Connections } from '../database/connections.ts'
import { codeOf } from '../database/errors.ts'
import { Transaction } from '../database/transaction.ts'
import { sessionContext } from '../database/statement-runner.ts'
import type { SessionContext } from '../database/statement-runner.ts'
import * as sql from '../generated/sql.ts'
import type { Caller } from './caller.ts'
import { internal, unauthenticated } from '../problem.ts'
import type { TokenClaims, Tokens } from './tokens.ts'

type Identity = Extract<TokenClaims, { kind: 'identity' }>

/** Token → caller. */
export type Authentication = {
  /**
   * Takes the values of the request's Authorization headers.
   * @throws Problem 401 for anything but one good bearer token, 503 where its keys or the database are out of reach
   */
  authenticate(authorization: readonly string[]): Caller | Promise<Caller>
  /** Forgets what is remembered of a caller, whose account turned out to be gone. */
  forget(caller: Caller): void
}

const mostRemembered = 10_000

/** Whether the user that a path names is the caller: by its id, its subject, or `me`. */
export const isOwner = ({ userId, subject }: Caller, named: string): boolean =>
  named === 'me' || named === String(userId) || named === subject

/** The opening of a transaction of someone who is not signed in. */
export const anonymousContext: SessionContext = sessionContext(sql.openAuthentication, {}, () =>
  internal(new Error('the role taskpact_authentication was not taken')),
)

/**
 * The opening of a caller's transaction: what has to stand is its session or, for a front end's token, its account.
 * @param mode whether the transaction may change anything
 */
export function sessionContextFor({ userId, sessionId }: Caller, mode: 'read' | 'write'): SessionContext {
  const refused = () => unauthenticated('The session is over. Log in again.')
  const values = { user_id: String(userId), read_only: mode === 'read' ? 'on' : 'off' }
  return sessionId === null
    ? sessionContext(sql.openAccount, values, refused)
    : sessionContext(sql.openSession, { ...values, session_id: sessionId }, refused)
}

/** A user is (issuer, subject), provisioned on first sight with the token's name and e-mail, and never matched by e-mail. */
export function createAuthentication(tokens: Tokens, connections: Connections, log: Logger): Authentication {
  const remembered = new Map<string, Promise<number>>()
  const keyOf = (issuer: string, subject: string): string => JSON.stringify([issuer, subject])

  const userOf = (identity: Identity): Promise<number> => {
    const key = keyOf(identity.issuer, identity.subject)
    const known = remembered.get(key)
    if (known) return known
    const user = provision(connections, identity, log)
    user.catch(() => remembered.delete(key))
    if (remembered.size >= mostRemembered) remembered.delete(remembered.keys().next().value ?? '')
    remembered.set(key, user)
    return user
  }

  const callerOf = (claims: TokenClaims): Caller | Promise<Caller> => {
    if (claims.kind === 'session') {
      return { userId: claims.userId, sessionId: claims.sessionId, issuer: null, subject: String(claims.userId) }
    }
    const { issuer, subject } = claims
    return userOf(claims).then((userId) => ({ userId, sessionId: null, issuer, subject }))
  }

  return {
    authenticate(authorization) {
      const claims = tokens.verify(authorization)
      return claims instanceof Promise ? claims.then(callerOf) : callerOf(claims)
    },
    forget({ issuer, subject }) {
      if (issuer !== null) remembered.delete(keyOf(issuer, subject))
    },
  }
}

/** Finds the user of an identity, or makes one. */
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
    // Another process provisioned it meanwhile: it is there now.
    if (error instanceof Error && codeOf(error.cause) === '23505') return provision(connections, identity, log)
    throw error
  }
}
