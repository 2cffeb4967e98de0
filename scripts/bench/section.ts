// What a section of the benchmark is, and how its figures are written.
import type { Options } from './options.ts'
import type { DataSet, Stage } from './stage.ts'
import type { Spread } from './statistics.ts'

/** A part of the report, measured on a database of its own. */
export type Section = {
  title: string
  /** Whether the service gets a processor to itself. */
  pinned: boolean
  /** A data set other than the usual one. */
  data?(options: Options): DataSet
  measure(stage: Stage, options: Options): Promise<Measured>
}

/** Results in Markdown; the findings go into the table at the top. */
export type Measured = { findings: Finding[]; text: string; chart?: string }

/** A target and the measurement. */
export type Finding = { what: string; target: string; measured: string }

/** A table in Markdown: words in the first column, figures in the others. */
export function table(columns: string[], rows: string[][]): string {
  const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'))
  const line = (cells: string[]): string => `| ${columns.map((_, index) => cells[index] ?? '').join(' | ')} |`
  return [columns, rule, ...rows].map(line).join('\n')
}

/** A whole number; empty if there is none. */
export const whole = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en') : '')

export const factor = (value: number): string => (value >= 10 ? value.toFixed(1) : value.toFixed(2))

/** A median of factors, with the least and the most. */
export const factors = ({ median, least, most }: Spread): string => `${factor(median)} (${factor(least)}–${factor(most)})`

export const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0)

/** Says on the terminal how far it is. */
export const progress = (line: string): void => void process.stderr.write(`${line}\n`)
