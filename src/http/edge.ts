import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { malformedRequest, Problem } from '../problem.ts'
import type { Target } from '../contract/parameters.ts'

/**
 * Brings the target of a request to its canonical form (RFC 9112 section 3.2, RFC 3986). Percent-encoded characters are
 * decoded once, segment by segment; one trailing slash is taken off.
 * @throws Problem 400 for a target that is no valid one
 */
export function targetOf(url: string): Target {
  const origin = originForm(url)
  const at = origin.indexOf('?')
  const path = at < 0 ? origin : origin.slice(0, at)
  const segments = path.slice(1).split('/').map(decode)
  if (segments.length > 1 && segments.at(-1) === '') segments.pop()
  return { segments, query: at < 0 ? [] : pairsOf(origin.slice(at + 1)) }
}

/** The path that was asked for, as a valid URI reference, for a problem's `instance`. */
export function pathOf(url: string): string {
  const [path = ''] = url.replace(absoluteForm, '').split('?', 1)
  const valid = path.replace(/%(?![0-9A-Fa-f]{2})/g, '%25').replace(/[^\w\-.~!$&'()*+,;=:@/%]/g, encodeCharacter)
  if (!valid.startsWith('/')) return '/'
  // What starts with two slashes would name another host (RFC 3986 section 4.2).
  return valid.startsWith('//') ? `/.${valid}` : valid
}

/**
 * Refuses a request that does not say once which host it is for (RFC 9112 section 3.2): whoever passed it on may have taken it
 * for another one.
 */
export const requireHost: RequestHandler = (request, _response, next) => {
  const [host, ...others] = headerValues(request, 'host')
  const isClear = host === undefined ? request.httpVersion === '1.0' : others.length === 0 && hostForm.test(host)
  if (!isClear) throw malformedRequest('Send exactly one Host header, which holds a host and nothing else.')
  next()
}

const absoluteForm = /^https?:\/\/[^/?#]*/i
const hostForm = /^(?:\[[0-9A-Fa-f:.]+\]|[\w\-.~!$&'()*+,;=%]*)(?::\d*)?$/

/** Every value of a header, each as it was sent; Node joins or drops repeated ones. */
export function headerValues({ rawHeaders }: IncomingMessage, name: string): string[] {
  const values: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const given = rawHeaders[index] ?? ''
    // By its length first: every request has half a dozen that it is not.
    if (given.length === name.length && given.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '')
  }
  return values
}

/** A client's request id if it is a sane one, else none. */
export const saneRequestId = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' && /^[A-Za-z0-9._:-]{1,128}$/.test(value) ? value : null

/** What a client may prefer (RFC 7240): to be told of unknown fields, to see what a change would do, and to be told how many there are. */
export type Preferences = { strict: boolean; dryRun: boolean; counted: boolean }

/** Reads the Prefer header; preferences that are not known have no effect. */
export function preferencesOf(prefer: string | string[] | undefined): Preferences {
  if (prefer === undefined) return none
  const [strict = false, dryRun = false, counted = false] = [strictly, dryly, exactly].map((pattern) => pattern.test(String(prefer)))
  return { strict, dryRun, counted }
}

const none: Preferences = { strict: false, dryRun: false, counted: false }
const strictly = /(?:^|,)\s*handling\s*=\s*"?strict"?\s*(?:[,;]|$)/i
const exactly = /(?:^|,)\s*count\s*=\s*"?exact"?\s*(?:[,;]|$)/i
const dryly = /(?:^|,)\s*dry-run\s*(?:[,;]|$)/i

/** A server has to take the absolute form too (RFC 9112 section 3.2.2); its authority makes no difference here. */
function originForm(url: string): string {
  if (url.includes('#')) throw malformedRequest('A request target has no fragment. Take off the "#" and what follows.')
  const target = url.replace(absoluteForm, '')
  if (target === '' || target.startsWith('?')) return `/${target}`
  if (!target.startsWith('/')) throw malformedRequest('The request target has to be a path that starts with "/".')
  return target
}

function pairsOf(query: string): [string, string][] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))]
    })
}

function decode(text: string): string {
  if (!text.includes('%') && isPrintable(text)) return text
  try {
    const decoded = decodeURIComponent(text)
    if (!decoded.includes('\0')) return decoded
  } catch {
    // Reported below, as is a NUL.
  }
  throw malformedRequest('The URL holds a percent-encoding that is not of UTF-8 text, or one of the NUL character.')
}

const isPrintable = (text: string): boolean => /^[\x21-\x7e ]*$/.test(text)

const encodeCharacter = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

/** 400 for a fault that Node's own parser found, or the status that says more. */
export function parserProblem(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return new Problem('headers-too-large', 'The request line and headers may hold 16384 bytes at most.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Problem('request-timeout', 'The request did not arrive in time. Send it faster, or in one go.')
  return malformedRequest('This is not a well-formed HTTP/1.1 request.')
}
