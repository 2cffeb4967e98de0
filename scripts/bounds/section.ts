// What a part of npm run bench:bounds comes to, and how its figures are written.
import type { Spread } from '../bench/statistics.ts'

/** A bound that was set, and what was found. */
export type Finding = { what: string; target: string; measured: string }

/** What a part found: its findings, for the table at the top, and what they were taken from. */
export type Measured = { title: string; findings: Finding[]; text: string }

/** A part of the report: what was found, and on which PostgreSQL. */
export type Section = Measured & { postgres: string }

/** A table in Markdown, the first column words and the others figures. */
export function table(columns: string[], rows: string[][]): string {
  const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'))
  return [columns, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en')

export const factor = (value: number): string => value.toFixed(2)

/** A median of factors, with the least and the most. */
export const factors = ({ median, least, most }: Spread): string => `${factor(median)} (${factor(least)}–${factor(most)})`

export const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0)
