import type { Connections } from '../database/connections.ts'
import { ImplicitTransaction } from '../database/implicit-transaction.ts'
import * as sql from '../generated/sql.ts'
import { internal, tooManyRequests } from '../problem.ts'
import { sessionContext } from '../database/statement-runner.ts'
import type { LimitSettings } from '../config.ts'

/** How often something may be done in a window of so many seconds; `name` stands in the headers. */
export type Limit = { name: string; quota: number; seconds: number }

/** The headers that say what is left (draft-ietf-httpapi-ratelimit-headers). */
export type LimitHeaders = { RateLimit: string; 'RateLimit-Policy': string }

export type Limits = {
  /** Counts a request of a user. @throws Problem 429 */
  user(userId: number): LimitHeaders | Promise<LimitHeaders>
  /** Counts a sign-in, registration or refresh, for its account and for its address. @throws Problem 429 */
  signIn(account: string, address: string): Promise<LimitHeaders>
}

type Lease = { left: number; used: number; endsAt: number; asked: Promise<void> | null }

const mostLeases = 10_000

const counting = sessionContext(sql.openCounting, {}, () => internal(new Error('the role taskpact_authentication was not taken')))

/**
 * Limits that processes share through Postgres. Of a user's requests a process takes a hundredth of the quota at a time, so
 * that the database is asked once in so many requests; sign-ins, which are rare, are counted one by one.
 */
export function createLimits(connections: Connections, { perUser, signInsPerAccount, signInsPerAddress }: LimitSettings): Limits {
  const requests: Limit = { name: 'requests', quota: perUser, seconds: 60 }
  const perAccount: Limit = { name: 'sign-ins', quota: signInsPerAccount, seconds: 900 }
  const perAddress: Limit = { name: 'sign-ins-per-address', quota: signInsPerAddress, seconds: 900 }
  const chunk = Math.max(1, Math.floor(perUser / 100))
  const leases = new Map<number, Lease>()

  const use = async (limit: Limit, key: string, amount: number): Promise<{ used: number; secondsLeft: number }> => {
    // By itself: what is counted stays counted when the request is refused.
    const { used, seconds_left } = await new ImplicitTransaction(connections.alone, counting).one(sql.useLimit, { key: `${limit.name} ${key}`, amount, seconds: limit.seconds })
    return { used, secondsLeft: Math.max(1, Math.ceil(seconds_left)) }
  }

  const renew = async (userId: number, lease: Lease): Promise<void> => {
    const { used, secondsLeft } = await use(requests, String(userId), chunk)
    lease.used = used
    lease.endsAt = performance.now() + secondsLeft * 1000
    lease.left = Math.min(chunk, Math.max(0, perUser - (used - chunk)))
  }

  const leaseOf = (userId: number): Lease => {
    const known = leases.get(userId)
    if (known) return known
    if (leases.size >= mostLeases) leases.delete(leases.keys().next().value ?? 0)
    const lease = { left: 0, used: 0, endsAt: 0, asked: null }
    leases.set(userId, lease)
    return lease
  }

  /** What is left once a request is taken from a lease; null where it has to be renewed first. @throws Problem 429 */
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
      // Those who come meanwhile wait for the same answer.
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
    async signIn(account, address) {
      let headers = headersOf(perAddress, perAddress.quota, perAddress.seconds)
      for (const [limit, key] of [[perAddress, addressBlock(address)], [perAccount, account]] as const) {
        const { used, secondsLeft } = await use(limit, key, 1)
        headers = headersOf(limit, Math.max(0, limit.quota - used), secondsLeft)
        if (used > limit.quota) throw tooManyRequests(headers, secondsLeft)
      }
      return headers
    },
  }
}

const headersOf = ({ name, quota, seconds }: Limit, left: number, secondsLeft: number): LimitHeaders => ({
  RateLimit: `"${name}";r=${left};t=${secondsLeft}`,
  'RateLimit-Policy': `"${name}";q=${quota};w=${seconds}`,
})

/** Who holds an IPv6 address holds its /64, so that is what is counted; an IPv4 address counts for itself. */
export function addressBlock(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  if (mapped?.[1] !== undefined) return mapped[1]
  if (!address.includes(':')) return address
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const before = head.split(':').filter(Boolean)
  const after = tail?.split(':').filter(Boolean) ?? []
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return [...before, ...zeros, ...after].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}
