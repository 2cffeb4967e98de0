// What a follower saw, compared with what there was to see.

/** How many changes a follower did not see, saw again, and saw in another order. */
export type Differences = { missed: number; doubled: number; disordered: number }

/** Compares the entries that a follower saw with those that the database recorded. */
export function compareEntries(seen: readonly string[], recorded: readonly string[]): Differences {
  const left = new Map<string, number>()
  for (const entry of recorded) left.set(entry, (left.get(entry) ?? 0) + 1)
  let doubled = 0
  for (const entry of seen) {
    const count = left.get(entry) ?? 0
    // What was never recorded counts here as well.
    if (count === 0) doubled += 1
    else left.set(entry, count - 1)
  }
  const missed = [...left.values()].reduce((sum, count) => sum + count, 0)
  const disordered = missed + doubled > 0 ? countDescents(seen) : seen.filter((entry, index) => entry !== recorded[index]).length
  return { missed, doubled, disordered }
}

/** How often a number is followed by a lower one. */
function countDescents(seen: readonly string[]): number {
  const seqs = seen.map((entry) => Number.parseInt(entry, 10))
  return seqs.filter((seq, index) => seq < (seqs[index - 1] ?? 0)).length
}

/** How many things are in one copy and not the same in the other. */
export function countDiffering(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): number {
  return [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key)).length
}
