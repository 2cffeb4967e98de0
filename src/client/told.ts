/** What a client was told of: reads send it, as a replica of the database may not have it yet. */
export type Told = {
  /** Adds the cursor of a response, if it has one. */
  add(cursor: string | null): void
  /** The value of `Sync-After`; null if there is nothing to send. */
  header(): string | null
}

// Responses can arrive in another order than they were made in, so that the last cursor need not be the latest.
const most = 8

export function createTold(): Told {
  let cursors: string[] = []
  return {
    add(cursor) {
      if (cursor !== null && !cursors.includes(cursor)) cursors = [cursor, ...cursors].slice(0, most)
    },
    header: () => cursors.join() || null,
  }
}
