// Breaks code into lines: one if it fits, otherwise one for each part.

/** Code: a string, or parts between brackets. When broken, `last` follows the last part, and `close` is on a line of its own unless it hugs. */
export type Code = string | { open: string; parts: Code[]; separator: string; last: string; close: string; hugs?: boolean }

// Narrower than in a file: the reference shows it in a column, and on phones.
const width = 64

/** Brackets around parts separated by commas. */
export const listed = (open: string, parts: Code[], close: string): Code =>
  parts.length > 0 ? { open, parts, separator: ', ', last: ',', close } : `${open.trimEnd()}${close.trimStart()}`

/** Chained calls, or parts without a trailing comma; the closing bracket follows the last. */
export const chained = (open: string, parts: Code[], close = '', separator = ''): Code => ({ open, parts, separator, last: '', close, hugs: true })

/** The text of code; further lines are indented at least this far. */
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

/** Puts one string before code and another after it. */
export const around = (before: string, code: Code, after = ''): Code =>
  typeof code === 'string' ? `${before}${code}${after}` : { ...code, open: `${before}${code.open}`, close: `${code.close}${after}` }
