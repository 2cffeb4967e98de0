/** How many answers have each status, as a failed comparison should print it. */
export function countStatuses(answers: readonly (number | { status: number })[]): Record<number, number> {
  const counts: Record<number, number> = {}
  for (const answer of answers) {
    const status = typeof answer === 'number' ? answer : answer.status
    counts[status] = (counts[status] ?? 0) + 1
  }
  return counts
}
