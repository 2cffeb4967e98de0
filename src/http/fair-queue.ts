/** A slot in the queue; release it once. */
export type Leave = () => void

/** What a request does. A costly read is one whose cost depends on how much its user has. */
export type Kind = 'write' | 'costly read' | 'read'

/** Limits per key: concurrent requests, those of them that are writes, or costly reads (as many if not given), waiting requests, and how long they wait. */
export type FairQueueSettings = { concurrent: number; concurrentOfKind?: number; waiting: number; waitMs: number }

/** Queues requests by key, so that a user with many requests waits for their own, and other users do not. */
export type FairQueue<Key> = {
  /**
   * Waits for a place.
   * @param full creates the error if too many requests wait, or the wait takes too long
   * @throws what `full` makes
   */
  enter(key: Key, kind: Kind, full: () => Error): Promise<Leave> | Leave
}

type Waiting = { kind: Kind; start: (leave: Leave) => void }
type Line = { serving: Record<Kind, number>; waiting: Set<Waiting> }

/** Creates a queue that serves each key in order of arrival; a request that waits for one of its kind is overtaken by others. */
export function createFairQueue<Key>({ concurrent, concurrentOfKind = concurrent, waiting: mostWaiting, waitMs }: FairQueueSettings): FairQueue<Key> {
  const lines = new Map<Key, Line>()

  const served = ({ serving }: Line): number => serving.write + serving['costly read'] + serving.read
  const hasRoom = (line: Line, kind: Kind): boolean => served(line) < concurrent && (kind === 'read' || line.serving[kind] < concurrentOfKind)

  const serve = (key: Key, line: Line, kind: Kind): Leave => {
    line.serving[kind] += 1
    return () => {
      line.serving[kind] -= 1
      for (const next of line.waiting) {
        if (served(line) >= concurrent) break
        if (!hasRoom(line, next.kind)) continue
        line.waiting.delete(next)
        next.start(serve(key, line, next.kind))
      }
      if (served(line) === 0) lines.delete(key)
    }
  }

  return {
    enter(key, kind, full) {
      const line = lines.get(key) ?? { serving: { 'write': 0, 'costly read': 0, 'read': 0 }, waiting: new Set() }
      if (hasRoom(line, kind)) {
        lines.set(key, line)
        return serve(key, line, kind)
      }
      if (line.waiting.size >= mostWaiting) throw full()
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          kind,
          start: (leave) => {
            clearTimeout(late)
            resolve(leave)
          },
        }
        const late = setTimeout(() => {
          line.waiting.delete(waiting)
          reject(full())
        }, waitMs)
        line.waiting.add(waiting)
      })
    },
  }
}
