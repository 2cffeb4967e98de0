/** So that what failed at one time is not tried again at one time. */
const jitter = 0.1

/**
 * How many seconds after the given number of failed tries the next one is due; null after the last.
 * @param delays the seconds from each try to the next
 */
export function delayAfter(delays: readonly number[], tries: number): number | null {
  const delay = delays[tries - 1]
  return delay === undefined ? null : Math.round(delay * (1 + Math.random() * jitter))
}
