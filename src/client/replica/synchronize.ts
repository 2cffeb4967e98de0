import { TaskpactProblem } from '../problem.ts'
import { backoff, pause, unlessAborted } from '../retries.ts'
import type { Taskpact } from '../taskpact.ts'
import { nextOf } from './changes.ts'
import { send } from './send.ts'
import type { State } from './state.ts'

/** Sends what waits and follows what changes, until it is closed or nobody is signed in. */
export type Synchronizer = {
  /** Sends what waits now. */
  wake(): void
  /** Ends once the signal has aborted. */
  run(signal: AbortSignal): Promise<void>
}

/** @param onHeld called when a change can wait for a decision */
export function synchronizer(api: Taskpact, state: State, onHeld: () => void): Synchronizer {
  let wake: () => void = () => undefined
  let work = Promise.resolve()

  /** Does one thing after another: a page that tells of a change is read after the response to the change. */
  function exclusive(task: () => Promise<void> | void): Promise<void> {
    const done = work.then(task)
    work = done.catch(() => undefined)
    return done
  }

  const flush = (signal: AbortSignal): Promise<void> =>
    exclusive(async () => {
      // Whose changes they are is known with the first page.
      for (let next = nextOf(state.pending); next && state.meta.user !== null; next = nextOf(state.pending)) {
        await send(api, state, next, signal)
        onHeld()
        reached()
      }
    })

  async function sendAll(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      const woken = new Promise<void>((resolve) => (wake = resolve))
      try {
        await flush(signal)
        failures = 0
        await unlessAborted(woken, signal)
      } catch (error) {
        if (isFinal(error) || error === signal.reason) throw error
        failed(error)
        failures += 1
        await Promise.race([pause(backoff(failures), signal), woken])
      }
    }
  }

  async function followAll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const page of api.followPages(state.meta.cursor ?? undefined, { signal, onBreak: failed })) {
          // The page may tell of a change whose response was lost. It is asked for first, so that nothing is shown twice.
          await flush(signal).catch(() => undefined)
          await exclusive(() => state.take(page))
          reached()
          wake()
        }
      } catch (error) {
        if (!(error instanceof TaskpactProblem) || error.kind !== 'cursor-expired') throw error
        // What waits is kept.
        state.setMeta({ cursor: null, complete: false, generation: state.meta.generation + 1 })
      }
    }
  }

  function reached(): void {
    state.setSync({ state: state.meta.complete ? 'live' : 'connecting', problem: null })
  }

  function failed(error: unknown): void {
    state.setSync({ state: 'offline', problem: problemOf(error) })
  }

  return {
    wake: () => wake(),
    async run(signal) {
      // The end of one is that of the other.
      const either = new AbortController()
      const abort = (): void => either.abort()
      signal.addEventListener('abort', abort)
      state.setSync({ state: 'connecting', problem: null })
      const both = [sendAll(either.signal), followAll(either.signal)]
      try {
        await Promise.all(both)
      } catch (error) {
        if (!signal.aborted) state.setSync({ state: 'stopped', problem: problemOf(error) })
      } finally {
        abort()
        // What is under way is taken over before the next tab begins.
        await Promise.allSettled(both)
        signal.removeEventListener('abort', abort)
      }
    },
  }
}

/** Whether nobody is signed in, or somebody else is. */
const isFinal = (error: unknown): boolean => error instanceof TaskpactProblem && (error.status === 401 || error.kind === 'forbidden')

const problemOf = (error: unknown) =>
  error instanceof TaskpactProblem ? { kind: error.kind, detail: error.detail } : { kind: null, detail: error instanceof Error ? error.message : String(error) }
