/** How often each of some values is there: what a test compares, so that one that fails shows all that came. */
export function countOf(values: readonly (number | string)[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
