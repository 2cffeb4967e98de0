import { Problem, unavailable } from '../problem.ts'

// Each reads the database as fast as its client reads the response, one page at a time.
const mostOfProcess = 16
const retryAfterS = 5

/** The responses that are being sent while they are read. */
export type Downloads = {
  /** @returns what ends it @throws Problem 429 if the user has one already, 503 if the process has too many */
  start(userId: number): () => void
}

/** Counts such responses: each user has one at a time, as one may be a hundred megabytes. */
export function createDownloads(): Downloads {
  const users = new Set<number>()
  return {
    start(userId) {
      if (users.has(userId)) throw tooMany()
      if (users.size >= mostOfProcess) throw unavailable('Too many exports are being sent. Try again in a few seconds.', undefined, retryAfterS)
      users.add(userId)
      return () => void users.delete(userId)
    },
  }
}

const tooMany = (): Problem =>
  new Problem('too-many-requests', 'Another export of yours is being sent. Wait for its end, or close its connection, before you request the next one.', {
    headers: { 'RateLimit': '"exports";r=0;t=5', 'RateLimit-Policy': '"exports";q=1', 'Retry-After': String(retryAfterS) },
  })
