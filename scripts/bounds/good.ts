import type { LoadResult } from '../bench/loader.ts'

/** What was not answered as it should be, in words; empty where all was. */
export const failuresOf = ({ failures }: LoadResult): string => Object.entries(failures).map(([what, count]) => `${what} × ${count}`).join(', ')

/** A figure of answers that were not good would say nothing. @throws */
export function requireGood(result: LoadResult, what: string): void {
  const failures = failuresOf(result)
  if (failures !== '') throw new Error(`${what}: not every answer was good: ${failures}`)
  if (result.requests === 0) throw new Error(`${what}: no answer at all`)
}
