/** What the service manages. */
export type Pace = {
  /** Records a response and its latency in milliseconds; `alone` if the service was idle when the request arrived. */
  answered(took: number, alone: boolean): void
  /** The number of concurrent requests that keep the service busy. */
  busy(): number
  /** The best throughput, in responses per millisecond. */
  best(): number
}

/** Measures the latency of an idle service, and the throughput. */
export function createPace(): Pace {
  const window = 500
  const forget = 0.5 ** (window / 60_000)
  let alone: number | null = null
  let [since, count, perMillisecond, best] = [performance.now(), 0, 0, 0]
  return {
    answered(took, wasAlone) {
      // A moving average: it forgets what is a thousand responses old.
      if (wasAlone) alone = alone === null ? took : alone + (took - alone) / 100
      count += 1
      const now = performance.now()
      if (now - since < window) return
      perMillisecond = count / (now - since)
      // The best value of a minute ago counts half.
      best = Math.max(best * forget, perMillisecond)
      since = now
      count = 0
    },
    busy: () => (alone === null ? Infinity : alone * perMillisecond),
    best: () => best,
  }
}
