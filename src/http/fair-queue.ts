/** A slot in the queue; release it once. */
export type Leave = () => void

/** Limits per key: concurrent requests, concurrent writes (as many if not given), waiting requests, and how long they wait. */
export type FairQueueSettings = { concurrent: number; concurrentWrites?: number; waiting: number; waitMs: number }

/** Queues requests by key, so that a user with many requests waits for their own, and other users do not. */
export type FairQueue<Key> = {
  /**
   * Waits for a place.
   * @param full creates the error if too many requests wait, or the wait takes too long
   * @throws what `full` makes
   */
  enter(key: Key, isWrite: boolean, full: () => Error): Promise<Leave> | Leave
}

type Waiting = { isWrite: boolean; start: (leave: Leave) => void }
type Line = { serving: number; writing: number; waiting: Set<Waiting> }

/** Creates a queue that serves each key in order of arrival; reads overtake a write that waits for another write. */
export function createFairQueue<Key>({ concurrent, concurrentWrites = concurrent, waiting: mostWaiting, waitMs }: FairQueueSettings): FairQueue<Key> {
  const lines = new Map<Key, Line>()

  const hasRoom = ({ serving, writing }: Line, isWrite: boolean): boolean => serving < concurrent && (!isWrite || writing < concurrentWrites)

  const serve = (key: Key, line: Line, isWrite: boolean): Leave => {
    line.serving += 1
    if (isWrite) line.writing += 1
    return () => {
      line.serving -= 1
      if (isWrite) line.writing -= 1
      for (const next of line.waiting) {
        if (line.serving >= concurrent) break
        if (!hasRoom(line, next.isWrite)) continue
        line.waiting.delete(next)
        next.start(serve(key, line, next.isWrite))
      }
      if (line.serving === 0) lines.delete(key)
    }
  }

  return {
    enter(key, isWrite, full) {
      const line = lines.get(key) ?? { serving: 0, writing: 0, waiting: new Set() }
      if (hasRoom(line, isWrite)) {
        lines.set(key, line)
        return serve(key, line, isWrite)
      }
      if (line.waiting.size >= mostWaiting) throw full()
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          isWrite,
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
