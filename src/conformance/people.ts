import { numberOf, textOf, memberOf } from './json.ts'

/** Someone who makes requests: the owner of a token, or of an account that the kit registered. */
export type TestUser = {
  token: string
  id: number
  /** What the kit registered it with; null for an account that was there before. */
  account: Account | null
}

/** An account that the kit registered. */
export type Account = { email: string; password: string; refreshToken: string }

/** Who an answer signs in, with what the request was for. */
export function personOf(session: unknown, { email, password }: { email: string; password: string }): TestUser {
  const account = { email, password, refreshToken: textOf(session, 'refresh_token') }
  return { token: textOf(session, 'access_token'), id: numberOf(memberOf(session, 'user'), 'id'), account }
}
