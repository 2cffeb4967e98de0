import { Problem, unavailable } from '../problem.ts'

// Each reads the database as fast as its client reads the response, one page at a time.
const mostOfProcess = 16
// Clients that read as slowly as they may, with an account each, leave room for those at other addresses.
const mostOfAddress = 4
const retryAfterS = 5

/** The responses that are being sent while they are read. */
export type Downloads = {
  /** @returns what ends it @throws Problem 429 if the user has one already or the address too many, 503 if the process has too many */
  start(userId: number, address: string): () => void
}

/** Counts such responses: each user has one at a time, as one may be a hundred megabytes. */
export function createDownloads(): Downloads {
  const addresses = new Map<number, string>()
  return {
    start(userId, address) {
      if (addresses.has(userId)) {
        throw tooMany('Another export of yours is being sent. Wait for its end, or close its connection, before you request the next one.', 1)
      }
      const ofAddress = [...addresses.values()].filter((each) => each === address).length
      if (ofAddress >= mostOfAddress) throw tooMany('Too many exports are being sent to your address. Wait for the end of one of them.', mostOfAddress)
      if (addresses.size >= mostOfProcess) throw unavailable('Too many exports are being sent. Try again in a few seconds.', undefined, retryAfterS)
      addresses.set(userId, address)
      return () => void addresses.delete(userId)
    },
  }
}

const tooMany = (detail: string, quota: number): Problem =>
  new Problem('too-many-requests', detail, {
    headers: { 'RateLimit': `"exports";r=0;t=${retryAfterS}`, 'RateLimit-Policy': `"exports";q=${quota}`, 'Retry-After': String(retryAfterS) },
  })
