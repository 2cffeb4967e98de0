/** The caller: a user, as identified by the token. */
export type Caller = {
  userId: number
  /** The session of a token of ours; null for a front end's token. */
  sessionId: string | null
  /** The front end's issuer; null for a token of ours. */
  issuer: string | null
  /** The token's subject, which a path may use for the user. */
  subject: string
  /** The personal access token; null for any other token. */
  tokenId: number | null
  /** What a personal access token or a front end's may do; null for everything. */
  scopes: readonly string[] | null
}
