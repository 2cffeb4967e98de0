import { createHmac, hkdfSync } from 'node:crypto'
import { invalidRequest } from '../problem.ts'
import type { Problem } from '../problem.ts'

/** A place in a list: the sort key of a row as a string, and the id that breaks ties. */
export type Place = { key: string; id: number }

/** Formats and parses the cursors of a service: the version, an HMAC of the rest and of the list, the id, and the sort key. */
export type Cursors = {
  /** @param list identifies the list: its path, filters and order */
  format(list: string, place: Place): string
  /** @throws Problem `refused`, or 400, unless `format` returned it for the same list */
  parse(list: string, cursor: string, refused?: () => Problem): Place
}

// To be raised with any change to the format, so that earlier cursors are refused instead of misread.
const version = 1
const [idAt, keyAt] = [17, 25]

/** @param secret signs the cursors, so that a parsed place was read from a row and needs no further check */
export function createCursors(secret: string): Cursors {
  const signingKey = Buffer.from(hkdfSync('sha256', secret, '', 'taskpact cursors', 32))
  const format: Cursors['format'] = (list, { key, id }) => {
    const bytes = Buffer.alloc(keyAt + Buffer.byteLength(key))
    bytes.writeUInt8(version)
    bytes.writeBigUInt64BE(BigInt(id), idAt)
    bytes.write(key, keyAt)
    const signed = createHmac('sha256', signingKey).update(`${version} ${list}\0`).update(bytes.subarray(idAt)).digest()
    signed.copy(bytes, 1, 0, idAt - 1)
    return bytes.toString('base64url')
  }
  return {
    format,
    parse(list, cursor, refused = notOfThisList) {
      const bytes = Buffer.from(cursor, 'base64url')
      const id = bytes.length < keyAt ? NaN : Number(bytes.readBigUInt64BE(idAt))
      const place = { key: bytes.toString('utf8', keyAt), id }
      if (!Number.isSafeInteger(id) || format(list, place) !== cursor) throw refused()
      return place
    },
  }
}

const notOfThisList = (): Problem => invalidRequest([{ parameter: 'cursor', detail }])

const detail = 'must be the cursor of the previous page, with the same filters, sort and order; omit it to start again'
