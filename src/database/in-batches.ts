/** How many rows a statement changes at most where there may be any number of them: so many take a small part of its time-out. */
export const batchSize = 5_000

/**
 * Does a part at a time, until there is nothing left to do. The transaction is one all the same.
 * @param part does at most `most`, and gives what it did
 */
export async function inBatches(part: (most: number) => Promise<unknown[]>): Promise<void> {
  while ((await part(batchSize)).length === batchSize);
}
