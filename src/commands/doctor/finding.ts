/** How good something is; `unknown` where it cannot be told from here. */
export type Level = 'ok' | 'unknown' | 'warn' | 'fail'

/** What was found, and what to do about it. */
export type Finding = { check: string; level: Level; found: string; advice: string | null }

/** A finding that needs nothing to be done. */
export const ok = (check: string, found: string): Finding => ({ check, level: 'ok', found, advice: null })

/** A finding that needs something to be done, or to be looked at. */
export const finding = (check: string, level: Exclude<Level, 'ok'>, found: string, advice: string): Finding => ({ check, level, found, advice })

/** A duration for a reader, such as "3 h". */
export function durationOf(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds * 10) / 10} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`
}
