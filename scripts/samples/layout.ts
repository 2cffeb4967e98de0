// How code is broken into lines: on one where it fits, and otherwise a line for each of its parts.

/** Code: a text, or parts between brackets. Where it is broken, `last` stands behind the last part, and `close` on a line of its own unless it hugs. */
export type Code = string | { open: string; parts: Code[]; separator: string; last: string; close: string; hugs?: boolean }

// Narrower than a file's: the reference shows it in a column, and on phones.
const width = 64

/** Brackets around parts that commas separate. */
export const listed = (open: string, parts: Code[], close: string): Code =>
  parts.length > 0 ? { open, parts, separator: ', ', last: ',', close } : `${open.trimEnd()}${close.trimStart()}`

/** Calls that follow on one another, or parts of a language that takes no comma behind the last; what closes them stands behind the last. */
export const chained = (open: string, parts: Code[], close = '', separator = ''): Code => ({ open, parts, separator, last: '', close, hugs: true })

/** The text of code, whose further lines begin with so many indents and more. */
export function laidOut(code: Code, indent: string, depth = 0): string {
  const flat = flattened(code)
  if (typeof code === 'string' || depth * indent.length + flat.length <= width) return flat
  const margin = `\n${indent.repeat(depth + 1)}`
  const parts = code.parts.map((part) => laidOut(part, indent, depth + 1))
  return `${code.open.trimEnd()}${margin}${parts.join(`${code.separator.trimEnd()}${margin}`)}${code.last}${code.hugs ? '' : `\n${indent.repeat(depth)}`}${code.close.trimStart()}`
}

function flattened(code: Code): string {
  return typeof code === 'string' ? code : `${code.open}${code.parts.map(flattened).join(code.separator)}${code.close}`
}

/** Puts something before code, and something behind it. */
export const around = (before: string, code: Code, behind = ''): Code =>
  typeof code === 'string' ? `${before}${code}${behind}` : { ...code, open: `${before}${code.open}`, close: `${code.close}${behind}` }
