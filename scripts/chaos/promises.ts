import { alignColumns } from './align-columns.ts'
import type { Kept } from './overload.ts'

/** Prints which promises are kept. @returns whether all are */
export function keepsPromises(promises: Kept[], print: (line: string) => void): boolean {
  print(alignColumns([['promise', 'measured', 'kept'], ...promises.map(({ promise, measured, kept }) => [promise, measured, kept ? 'yes' : 'NO'])]))
  return promises.every(({ kept }) => kept)
}
