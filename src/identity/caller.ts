/** Who is calling: a user of ours, as its token names it. */
export type Caller = {
  userId: number
  /** The session of a token of ours; null for a front end's token. */
  sessionId: string | null
  /** The front end's issuer; null for a token of ours. */
  issuer: string | null
  /** The token's subject, which may stand for the user in a path. */
  subject: string
}
