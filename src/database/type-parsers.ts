import pg from 'pg'

// Its type knows the ids of built-in types alone.
const standardParser: (oid: number) => (text: string) => unknown = pg.types.getTypeParser

// Of which there is no name among the driver's. Most tasks have no tags, and to parse that there are none takes longer than the rest.
const textArray = 1009

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, parseBigint],
  [pg.types.builtins.TIMESTAMPTZ, parseTimestamp],
  [textArray, (text) => (text === '{}' ? [] : standardParser(textArray)(text))],
])

/** How a value of a type is read from its text. */
export const parserOf = (oid: number): ((text: string) => unknown) => parsers.get(oid) ?? standardParser(oid)

/** Bigints as numbers, which they fit as long as they are bounded. */
function parseBigint(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53-1')
  return value
}

/** '2026-11-21 08:05:00.123456+00' → '2026-11-21T08:05:00.123456Z'; not through a Date, which would drop the microseconds. */
function parseTimestamp(text: string): string {
  if (text.endsWith('+00')) return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`
  const [, seconds = text, fraction = '', hours = '+00', minutes = '00'] =
    /^(.{19})(\.\d+)?([+-]\d\d):?(\d\d)?$/.exec(text) ?? []
  const utc = new Date(`${seconds.replace(' ', 'T')}${hours}:${minutes}`).toISOString().slice(0, 19)
  return `${utc}${fraction}Z`
}
