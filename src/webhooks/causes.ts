import type { Trace } from '../observability/trace.ts'

/** What caused the deliveries of this process, so that they are part of the same traces. */
export type Causes = {
  /** Keeps the trace of a commit, by its number in a user's feed. */
  add(userId: number, seq: number, trace: Trace): void
  find(userId: number, seq: number | null): Trace | null
}

/** Of many commits, those of the last few: the others have been delivered, or wait for a retry, which then has a trace of its own. */
const most = 1_000

/** Creates an empty memory of causes. It is not kept in the database: another process that delivers starts a trace of its own. */
export function createCauses(): Causes {
  const traces = new Map<string, Trace>()
  return {
    add(userId, seq, trace) {
      traces.set(`${userId} ${seq}`, trace)
      // A Map is in the order of insertion.
      for (const oldest of traces.keys()) {
        if (traces.size <= most) break
        traces.delete(oldest)
      }
    },
    find: (userId, seq) => (seq === null ? null : (traces.get(`${userId} ${seq}`) ?? null)),
  }
}
