import { ConfigError } from './settings.ts'

/** The value of a setting, without white space around it; null if it is not set. */
export type Get = (name: string) => string | null

/** @throws ConfigError unless it is a number from 0 to 65535 */
export function portOf(name: string, text: string): number {
  const port = Number(text)
  // Digits alone: Number would take 0x50 and 1e3 as well.
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new ConfigError(`${name} is "${text}"; it must be a number from 0 to 65535.`)
  return port
}

/** @throws ConfigError unless it is an integer from 1 to the most */
export function countOf(name: string, text: string | null, fallback: number, most = Infinity): number {
  const count = Number(text ?? fallback)
  if (!/^[1-9]\d{0,8}$/.test(text ?? '1') || count > most) {
    throw new ConfigError(`${name} is "${text}"; it must be an integer ${most < Infinity ? `from 1 to ${most}` : 'of 1 or more'}.`)
  }
  return count
}

/** @throws ConfigError unless it is a number from 0 to 1 */
export function ratioOf(name: string, text: string): number {
  if (!/^(0(\.\d+)?|1(\.0+)?)$/.test(text)) throw new ConfigError(`${name} is "${text}"; it must be a number from 0 to 1, such as 0.1.`)
  return Number(text)
}

/** @throws ConfigError unless it is one of those that are known */
export function oneOf(name: string, text: string, known: string[]): string {
  if (!known.includes(text)) throw new ConfigError(`${name} is "${text}"; it must be one of ${known.join(', ')}.`)
  return text
}

/** The items of a comma-separated list. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

/**
 * Comma-separated pairs such as `key=value`, with percent-encoded values. The value is shown in no message, as it may have a password.
 * @throws ConfigError unless all of it is such pairs
 */
export function pairsOf(name: string, text: string | null): Record<string, string> {
  const pairs = listOf(text ?? '').map((item): [string, string] => {
    const [, key = '', value = ''] = /^([\w.\-/]+)\s*=\s*([\x21-\x7e]*)$/.exec(item) ?? []
    try {
      if (key !== '') return [key, decodeURIComponent(value)]
    } catch {
      // A stray %, which the message below covers.
    }
    throw new ConfigError(`${name} must be comma-separated pairs such as key=value, with percent-encoded values.`)
  })
  return Object.fromEntries(pairs)
}

/** @throws ConfigError unless it has 32 bytes or more, as an HMAC with SHA-256 requires (RFC 7518, section 3.2) */
export function longEnough(name: string, secret: string | null): string | null {
  if (secret !== null && Buffer.byteLength(secret) < 32) {
    throw new ConfigError(`${name} is ${Buffer.byteLength(secret)} bytes long; it must be at least 32. Generate one with: openssl rand -base64 32`)
  }
  return secret
}

/**
 * An HTTP URL, without a trailing slash.
 * @throws ConfigError unless it is one
 */
export function urlOf(name: string, text: string | null): string | null {
  if (text === null) return null
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new ConfigError(`${name} is "${text}"; it must be a URL such as https://app.example.com`)
  }
  return text.replace(/\/+$/, '')
}

/**
 * An HTTP URL that paths are appended to, without a trailing slash.
 * @throws ConfigError unless it is one, without a query, a fragment and a user
 */
export function baseUrlOf(name: string, text: string | null): string | null {
  const url = urlOf(name, text)
  if (url !== null && (/[?#]/.test(url) || new URL(url).username !== ''))
    throw new ConfigError(`${name} is "${text}"; it must have no query, fragment or user.`)
  return url
}

/**
 * The user or the password of a URL.
 * @throws ConfigError for a stray %
 */
export function decoded(name: string, part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new ConfigError(`${name} has a user or password with a stray %. Write it as %25.`)
  }
}

/** The hosts that only this machine reaches. */
export const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|::1)$/i
