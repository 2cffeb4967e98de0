import { randomInt } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { unauthenticated } from '../problem.ts'
import { tokenHash } from './token-hash.ts'

/** A new personal access token: its text, which is shown once, and its hash, which is kept. */
export type NewToken = { text: string; hash: Buffer }

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const prefix = 'tp_'
const randomLength = 30
const checksumLength = 6

/** Whether an Authorization header has a personal access token. */
export const isPersonal = (authorization: string | undefined): boolean => authorization !== undefined && /^bearer +tp_/i.test(authorization)

/** A token of 178 random bits, with a checksum by which a scanner for secrets knows it without asking anybody. */
export function newPersonalToken(): NewToken {
  const body = prefix + Array.from({ length: randomLength }, () => digits[randomInt(digits.length)]).join('')
  const text = body + checksumOf(body)
  return { text, hash: tokenHash(text) }
}

/** The hash of a token. @throws Problem 401 if it was mistyped or cut */
export function hashOfPersonal(text: string): Buffer {
  const body = text.slice(0, -checksumLength)
  if (text.length !== prefix.length + randomLength + checksumLength || checksumOf(body) !== text.slice(-checksumLength)) {
    throw unauthenticated('The personal access token is not complete: its checksum is wrong. Copy it again, or create another one.')
  }
  return tokenHash(text)
}

/** CRC-32 in base 62. */
function checksumOf(body: string): string {
  let rest = crc32(body)
  let text = ''
  for (; text.length < checksumLength; rest = Math.floor(rest / digits.length)) text = `${digits[rest % digits.length] ?? ''}${text}`
  return text
}
