// Latencies in a histogram, so that they cost the load generator next to nothing.

/** Of all responses so far, in milliseconds to a hundredth. */
export type Latency = { requests: number; p50: number; p95: number; p99: number; most: number }

export type Latencies = { add(milliseconds: number): void; clear(): void; sum(): Latency }

const bucket = 0.01

export function createLatencies(): Latencies {
  const buckets = new Uint32Array(1_000_000)
  let [requests, most] = [0, 0]
  const percentile = (share: number): number => {
    let left = Math.ceil(requests * share)
    const index = buckets.findIndex((inside) => (left -= inside) <= 0)
    return (index + 0.5) * bucket
  }
  return {
    add(milliseconds) {
      const index = Math.min(buckets.length - 1, Math.floor(milliseconds / bucket))
      buckets[index] = (buckets[index] ?? 0) + 1
      requests += 1
      if (milliseconds > most) most = milliseconds
    },
    clear() {
      buckets.fill(0)
      requests = 0
      most = 0
    },
    sum: () => ({ requests, p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99), most }),
  }
}
