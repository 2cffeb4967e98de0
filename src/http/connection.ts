import type { Response } from 'express'
import type { Connection } from '../execution/call.ts'
import { requestContextOf } from './context.ts'
import type { LoadShedding } from './load-shedding.ts'

// Longer than the longest poll.
const idleTimeoutMs = 60_000

/** The connection of a response, for what waits for something to happen. */
export function connectionOf(response: Response, { release, inLine }: Pick<LoadShedding, 'release' | 'inLine'>): Connection {
  let controller: AbortController | null = null
  return {
    gone() {
      if (controller) return controller.signal
      const created = (controller = new AbortController())
      if (response.closed) created.abort()
      else response.once('close', () => created.abort())
      return created.signal
    },
    inLine: (turn) => inLine(response, turn),
    async idle(wait) {
      release(response)
      response.socket?.setTimeout(idleTimeoutMs)
      const started = performance.now()
      try {
        return await wait()
      } finally {
        requestContextOf(response).idleMs += performance.now() - started
      }
    },
  }
}
