/** The seconds from each try to the next, as Standard Webhooks suggests: ten tries within 76 hours. */
export const delays = [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600]
const longestPause = 24 * 3600
const usualPause = 60
/** The statuses by which an endpoint says that it gets too much. */
const overloaded = new Set([429, 502, 503, 504])

/** For how many seconds an endpoint gets nothing, by its response: what its Retry-After says, within a day; 0 if it is not overloaded. */
export function pauseFor(status: number, retryAfter: string | undefined, now: Date): number {
  if (!overloaded.has(status)) return 0
  if (retryAfter === undefined) return status === 429 ? usualPause : 0
  const seconds = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - now.getTime()) / 1000
  return Number.isNaN(seconds) ? usualPause : Math.min(Math.max(0, Math.ceil(seconds)), longestPause)
}
