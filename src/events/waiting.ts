/** The users whose changes are to be published, in the order in which they began to wait. */
export type Waiting = {
  readonly size: number
  /** @returns whether there was room */
  add(userId: number, since?: number): boolean
  /** Takes the first ones, with the times since when they wait. */
  take(most: number): Map<number, number>
  /** Since when the one waits who has waited longest; null if nobody does. */
  oldest(): number | null
}

/** @param most how many there may be */
export function createWaiting(most: number): Waiting {
  const users = new Map<number, number>()
  return {
    get size() {
      return users.size
    },
    add(userId, since = performance.now()) {
      if (!users.has(userId)) {
        if (users.size >= most) return false
        users.set(userId, since)
      }
      return true
    },
    take(count) {
      const taken = new Map<number, number>()
      for (const [userId, since] of users) {
        if (taken.size === count) break
        taken.set(userId, since)
        users.delete(userId)
      }
      return taken
    },
    oldest() {
      let oldest: number | null = null
      for (const since of users.values()) oldest = Math.min(oldest ?? since, since)
      return oldest
    },
  }
}
