import { numberOf, textOf } from './json.ts'
import { memberOf } from '../json.ts'

/** A user that sends requests: the owner of a token, or an account that the kit registered. */
export type TestUser = {
  token: string
  id: number
  /** The credentials that the kit registered; null for an account that existed before. */
  account: Account | null
}

/** An account that the kit registered. */
export type Account = { email: string; password: string; refreshToken: string }

/** The user that a response signs in, with the credentials of the request. */
export function personOf(session: unknown, { email, password }: { email: string; password: string }): TestUser {
  const account = { email, password, refreshToken: textOf(session, 'refresh_token') }
  return { token: textOf(session, 'access_token'), id: numberOf(memberOf(session, 'user'), 'id'), account }
}
