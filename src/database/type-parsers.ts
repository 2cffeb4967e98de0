import pg from 'pg'

// Its type has only the ids of built-in types.
const standardParser: (oid: number) => (text: string) => unknown = pg.types.getTypeParser

// The driver has no name for it.
const textArray = 1009

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, parseBigint],
  [pg.types.builtins.TIMESTAMPTZ, parseTimestamp],
  [textArray, parseTextArray],
])

/** The parser of a type. */
export const parserOf = (oid: number): ((text: string) => unknown) => parsers.get(oid) ?? standardParser(oid)

/** Bigints as numbers; the schema bounds them to the safe range. */
function parseBigint(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53-1')
  return value
}

const utcOffset = '+00'
// '2026-11-21 08:05:00'
const secondsLength = 19

/**
 * '2026-11-21 08:05:00.12+00' → '2026-11-21T08:05:00.120000Z': always with microseconds, of which Postgres leaves out the zeros at
 * the end; not through a Date, which would drop them.
 */
function parseTimestamp(text: string): string {
  // As in each of the service's own sessions, for years of four digits. A page has dozens of them.
  if (text.length <= 29 && text[10] === ' ' && text.endsWith(utcOffset)) {
    const fraction = text.slice(secondsLength + 1, -utcOffset.length)
    return `${text.slice(0, 10)}T${text.slice(11, secondsLength)}.${fraction.padEnd(6, '0')}Z`
  }
  const [, seconds = text, fraction = '', hours = '+00', minutes = '00'] = /^(.{19})(?:\.(\d+))?([+-]\d\d):?(\d\d)?$/.exec(text) ?? []
  const utc = new Date(`${seconds.replace(' ', 'T')}${hours}:${minutes}`).toISOString().slice(0, 19)
  return `${utc}.${fraction.padEnd(6, '0')}Z`
}

/**
 * '{milk,"brown bread"}' → ['milk', 'brown bread'] (PostgreSQL's manual, section 8.15.6). The driver reads it character by character,
 * which took more time than the rest of a page of tasks with many tags.
 */
function parseTextArray(text: string): (string | null)[] {
  if (text === '{}') return []
  const elements = text.includes('"') ? (text.match(/"[^"\\]*(?:\\.[^"\\]*)*"|[^{},"]+/gs) ?? []) : text.slice(1, -1).split(',')
  return elements.map(parseElement)
}

function parseElement(text: string): string | null {
  if (text.startsWith('"')) return text.slice(1, -1).replace(/\\(.)/gs, '$1')
  return text === 'NULL' ? null : text
}
