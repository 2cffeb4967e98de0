import { createHmac } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The code that an authenticator app shows for the URI in a QR code, so many steps of 30 seconds from now (RFC 6238). */
export function totpCode(uri: string, steps = 0): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const hash = createHmac('sha1', fromBase32(new URL(uri).searchParams.get('secret') ?? ''))
    .update(counter)
    .digest()
  const offset = (hash.at(-1) ?? 0) & 0xf
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A code that is wrong now, and in the steps around. */
export function wrongCode(uri: string): string {
  const right = [-2, -1, 0, 1, 2, 3].map((steps) => totpCode(uri, steps))
  const wrong = Array.from({ length: 7 }, (_, number) => `00000${number}`).find((code) => !right.includes(code))
  if (wrong === undefined) throw new Error('six codes are right, and seven are to choose from')
  return wrong
}

function fromBase32(text: string): Buffer {
  const bits = Array.from(text.replace(/=+$/, ''), (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
