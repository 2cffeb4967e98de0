/**
 * The most rows that one statement changes. Each is written into a dozen indexes, and the words of a long description are found
 * again, so that thousands would exceed the timeout.
 */
export const batchSize = 1_000

/**
 * Repeats a statement until it has nothing left to do, in the same transaction.
 * @param part processes at most `most` rows and returns them
 */
export async function inBatches(part: (most: number) => Promise<unknown[]>): Promise<void> {
  while ((await part(batchSize)).length === batchSize);
}

/**
 * Runs a statement for one batch of rows after another, in the same transaction.
 * @returns the rows of all batches
 */
export async function forEachBatch<Row>(found: readonly { id: number }[], part: (ids: number[]) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for (let start = 0; start < found.length; start += batchSize) {
    for (const row of await part(found.slice(start, start + batchSize).map(({ id }) => id))) rows.push(row)
  }
  return rows
}
