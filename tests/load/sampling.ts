import { once } from 'node:events'
import { Session } from 'node:inspector/promises'
import { Worker } from 'node:worker_threads'

/** A request that is made again and again, and the status that it is to be answered with. */
export type Load = { url: string; method: 'GET' | 'POST'; headers: Record<string, string>; body?: string; status: number }

/** Makes requests from a thread of its own, so that what it allocates itself does not count. */
export type Loader = {
  /** Makes a request so many times, one after the other. @throws when one is answered otherwise */
  run(load: Load, times: number): Promise<void>
  stop(): Promise<unknown>
}

/** Starts the thread. */
export function startLoader(): Loader {
  const worker = new Worker(new URL('loader.js', import.meta.url))
  return {
    async run(load, times) {
      worker.postMessage({ ...load, times })
      const [failure]: unknown[] = await once(worker, 'message')
      if (typeof failure === 'string') throw new Error(failure)
    },
    stop: () => worker.terminate(),
  }
}

// Without the last two, what has been collected by the end would not count. In bytes: one sample for so many,
// which are a hundred and more of a request's.
const sampling = { samplingInterval: 256, includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true }

/** How many bytes of V8's heap this thread takes up meanwhile, whether or not they are let go again: an estimate from samples. */
export async function allocatedDuring(work: () => Promise<void>): Promise<number> {
  const session = new Session()
  session.connect()
  try {
    await session.post('HeapProfiler.startSampling', sampling)
    await work()
    const { profile } = await session.post('HeapProfiler.stopSampling')
    const sizeOf = ({ selfSize, children }: typeof profile.head): number => children.reduce((sum, child) => sum + sizeOf(child), selfSize)
    return sizeOf(profile.head)
  } finally {
    session.disconnect()
  }
}
