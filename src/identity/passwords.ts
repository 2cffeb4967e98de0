import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import { unavailable } from '../problem.ts'

/** Hashing and comparing passwords: argon2id, 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet). */
export type Passwords = {
  /** Does work once it is its turn, on all processors but one. @throws Problem 503 when too many wait */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** The hash to keep, in PHC string format. */
  hash(password: string): Promise<string>
  /** Whether a password is the hash's; without a hash, false after the same work. */
  matches(password: string, hash: string | undefined): Promise<boolean>
}

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const mostWaiting = 200

/** A hash that no password has, in PHC string format: sixteen bytes of salt and thirty-two of hash, all zero. */
const decoy = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** Makes the one queue of a process. */
export function createPasswords(): Passwords {
  // The other processor is left to all other requests.
  const limit = pLimit(Math.max(1, availableParallelism() - 1))

  return {
    async inTurn(work) {
      if (limit.pendingCount >= mostWaiting) throw unavailable('Too many sign-ins at the moment. Try again in a few seconds.', undefined, 5)
      return limit(work)
    },
    hash: (password) => hash(password.normalize('NFC'), cost),
    async matches(password, known) {
      const same = await verify(known ?? decoy, password.normalize('NFC'))
      return same && known !== undefined
    },
  }
}
