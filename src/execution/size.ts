/** The maximum size of a page, or of all responses in a batch, in bytes of JSON. */
export const maxResponseBytes = 2_000_000

// An escaped control character: the most that one UTF-16 unit takes.
const longestUnit = 6
// A task whose title, description and fifty tags are as long as the contract allows, each character escaped.
const longestRow = 30_000
// Names, punctuation, numbers and dates of one object.
const frameBytes = 1_000

/** An upper bound of the JSON size of a row in bytes, without serializing it. */
function mostBytes(row: object): number {
  let units = 0
  for (const value of Object.values(row)) {
    if (typeof value === 'string') units += value.length
    else if (Array.isArray(value)) for (const item of value) units += typeof item === 'string' ? item.length + 1 : 0
  }
  return frameBytes + units * longestUnit
}

/** The bytes that a value takes as JSON; none for undefined. */
export const bytesOf = (value: unknown): number => (value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value)))

/** The number of rows that fit into a size, at least one. Rows far below the bound are only estimated. */
export function rowsThatFit(rows: readonly object[], maxBytes: number): number {
  if (rows.length * longestRow <= maxBytes) return rows.length
  let bound = 0
  for (const row of rows) bound += mostBytes(row)
  if (bound <= maxBytes) return rows.length
  let bytes = 0
  const tooMany = rows.findIndex((row) => (bytes += bytesOf(row) + 1) > maxBytes)
  return tooMany < 0 ? rows.length : Math.max(1, tooMany)
}
