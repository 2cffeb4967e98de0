import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'
import pLimit from 'p-limit'
import type { Connections } from '../database/connections.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import * as sql from '../generated/sql.ts'
import { createFairQueue } from './fair-queue.ts'
import { internal, tooManyAtOnce, tooManyRequests } from '../problem.ts'
import { sessionContext } from '../database/statement-runner.ts'
import type { LimitSettings } from '../config/settings.ts'

/** A quota for a window in seconds; `name` appears in the headers. */
export type Limit = { name: string; quota: number; seconds: number }

/** The headers that say what is left (draft-ietf-httpapi-ratelimit-headers). */
export type LimitHeaders = { 'RateLimit': string; 'RateLimit-Policy': string }

export type Limits = {
  /** Counts a request of a user. @throws Problem 429 */
  user(userId: number): LimitHeaders | Promise<LimitHeaders>
  /** Counts a request of a user as several if it cost more than others; the response to the next one tells. */
  charge(userId: number, cost: { databaseMs: number; bytes: number }): void
  /** Counts a request for a sign-in by the client's address, before anything else of it is known. @throws Problem 429 */
  signIn(address: string): Promise<SignInAttempt>
  /** Looks up whose a token is, in the turn of the client's address, as anybody can send any number of unknown tokens. @throws Problem 429 */
  lookUp<Result>(address: string, work: () => Promise<Result>): Promise<Result>
}

/** A request for a sign-in that was counted by its address. */
export type SignInAttempt = {
  headers: LimitHeaders
  /**
   * Counts it for its account from that address, and for its account from everywhere. The last is much wider, so that nobody is locked
   * out of their account by what others try from elsewhere, and guessing is bounded all the same.
   * @throws Problem 429
   */
  ofAccount(account: string): Promise<LimitHeaders>
}

type Lease = { left: number; used: number; endsAt: number; asked: Promise<void> | null }

const mostLeases = 10_000

// Those of one address would wait for each other in the database, each on a connection. With those whose password is being checked, fewer
// wait than are always admitted, so that others are.
const turns = { concurrent: 1, waiting: 64, waitMs: 10_000 }
// Of the connections to the database, what all addresses together take.
const mostAtOnce = 4

// Each megabyte of a response after the first counts as one more request.
const bytesPerRequest = 1_000_000

/** How many times as many sign-ins an account may have from all addresses together as from one. */
const fromEverywhere = 50

const counting = sessionContext(sql.openCounting, {}, () => internal(new Error('the role taskpact_authentication was not taken')))

/**
 * Rate limits that processes share through Postgres. A process leases a hundredth of a user's quota at a time, so that it rarely
 * queries the database. Sign-ins are rare and counted one by one.
 */
export function createLimits(connections: Connections, { perUser, databaseMsPerRequest = 100, signInsPerAccount, signInsPerAddress }: LimitSettings): Limits {
  const requests: Limit = { name: 'requests', quota: perUser, seconds: 60 }
  const perAccount: Limit = { name: 'sign-ins', quota: signInsPerAccount, seconds: 900 }
  const perAddress: Limit = { name: 'sign-ins-per-address', quota: signInsPerAddress, seconds: 900 }
  const perAccountAnywhere: Limit = { ...perAccount, name: 'sign-ins-per-account', quota: signInsPerAccount * fromEverywhere }
  const chunk = Math.max(1, Math.floor(perUser / 100))
  const leases = new LRUCache<number, Lease>({ max: mostLeases })
  const [countInTurn, lookUpInTurn] = [createTurns('sign-ins from this address'), createTurns('unknown tokens from this address')]

  const use = async (limit: Limit, key: string, amount: number): Promise<{ used: number; secondsLeft: number }> => {
    // In its own transaction: the count stays when the request fails.
    const { used, seconds_left } = await new ImplicitTransaction(connections.alone, counting).one(sql.useLimit, {
      key: `${limit.name} ${key}`,
      amount,
      seconds: limit.seconds,
    })
    return { used, secondsLeft: Math.max(1, Math.ceil(seconds_left)) }
  }

  /** Counts one. @throws Problem 429 past the limit */
  const countOne = async (limit: Limit, key: string): Promise<{ headers: LimitHeaders; left: number }> => {
    const { used, secondsLeft } = await use(limit, key, 1)
    const left = Math.max(0, limit.quota - used)
    const headers = headersOf(limit, left, secondsLeft)
    if (used > limit.quota) throw tooManyRequests(headers, secondsLeft)
    return { headers, left }
  }

  /** Counts one for a sign-in, in turn. @throws Problem 429 */
  const countSignIn = (limit: Limit, key: string, block: string): ReturnType<typeof countOne> => countInTurn(block, () => countOne(limit, key))

  const renew = async (userId: number, lease: Lease): Promise<void> => {
    // What was charged beyond the lease is counted with the next.
    const owed = lease.endsAt > performance.now() ? Math.max(0, -lease.left) : 0
    const { used, secondsLeft } = await use(requests, String(userId), chunk + owed)
    lease.used = used
    lease.endsAt = performance.now() + secondsLeft * 1000
    lease.left = Math.min(chunk, Math.max(0, perUser - (used - chunk)))
  }

  const leaseOf = (userId: number): Lease => {
    const known = leases.get(userId)
    if (known) return known
    const lease = { left: 0, used: 0, endsAt: 0, asked: null }
    leases.set(userId, lease)
    return lease
  }

  /** Takes a request from a lease. @returns the remaining quota; null if the lease must be renewed first @throws Problem 429 */
  const take = (lease: Lease): LimitHeaders | null => {
    const left = lease.endsAt - performance.now()
    if (left <= 0) return null
    const seconds = Math.max(1, Math.ceil(left / 1000))
    if (lease.left > 0) {
      lease.left -= 1
      return headersOf(requests, Math.max(0, perUser - lease.used) + lease.left, seconds)
    }
    if (lease.used >= perUser) throw tooManyRequests(headersOf(requests, 0, seconds), seconds)
    return null
  }
  const takeRenewed = async (userId: number, lease: Lease): Promise<LimitHeaders> => {
    for (;;) {
      // Concurrent requests wait for the same result.
      lease.asked ??= renew(userId, lease).finally(() => (lease.asked = null))
      await lease.asked
      const taken = take(lease)
      if (taken) return taken
    }
  }

  return {
    user(userId) {
      const lease = leaseOf(userId)
      return take(lease) ?? takeRenewed(userId, lease)
    },
    charge(userId, { databaseMs, bytes }) {
      const extra = Math.floor(databaseMs / databaseMsPerRequest) + Math.max(0, Math.ceil(bytes / bytesPerRequest) - 1)
      if (extra > 0) leaseOf(userId).left -= extra
    },
    async signIn(address) {
      const block = addressBlock(address)
      const ofAddress = await countSignIn(perAddress, block, block)
      return {
        headers: ofAddress.headers,
        async ofAccount(account) {
          // In this order: what is refused from one address does not count for the account from elsewhere.
          const fromThere = await countSignIn(perAccount, `${account} ${block}`, block)
          const anywhere = await countSignIn(perAccountAnywhere, account, block)
          return [ofAddress, fromThere, anywhere].reduce((tightest, each) => (each.left <= tightest.left ? each : tightest)).headers
        },
      }
    },
    lookUp: (address, work) => lookUpInTurn(addressBlock(address), work),
  }
}

type Turns = <Result>(block: string, work: () => Promise<Result>) => Promise<Result>

/**
 * Has those who are not known yet use the database in the turn of their address: whatever they send, requests of others find a connection.
 * @param what names the requests of which there are too many, for the 429
 */
function createTurns(what: string): Turns {
  const addresses = createFairQueue<string>(turns)
  const atOnce = pLimit(mostAtOnce)
  return async (block, work) => {
    const leave = await addresses.enter(block, 'read', () => tooManyAtOnce(what, {}))
    return atOnce(work).finally(leave)
  }
}

const headersOf = ({ name, quota, seconds }: Limit, left: number, secondsLeft: number): LimitHeaders => ({
  'RateLimit': `"${name}";r=${left};t=${secondsLeft}`,
  'RateLimit-Policy': `"${name}";q=${quota};w=${seconds}`,
})

/** IPv6 addresses are counted by /64, as their holder has all of it; IPv4 addresses one by one. */
export function addressBlock(address: string): string {
  // What a proxy forwards may be no address.
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed instanceof ipaddr.IPv6
    ? parsed.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')
    : parsed.toString()
}
