import type { Target } from '../contract/parameters.ts'
import { malformedRequest } from '../problem.ts'

/**
 * Normalizes the target of a request to its canonical form (RFC 9112 section 3.2, RFC 3986). Percent-encoded characters are
 * decoded once, segment by segment; one trailing slash is removed.
 * @throws Problem 400 for an invalid target
 */
export function targetOf(url: string): Target {
  const origin = originForm(url)
  const at = origin.indexOf('?')
  const path = at < 0 ? origin : origin.slice(0, at)
  const segments = path.slice(1).split('/').map(decode)
  if (segments.length > 1 && segments.at(-1) === '') segments.pop()
  return { segments, query: at < 0 ? [] : pairsOf(origin.slice(at + 1)) }
}

/**
 * A literal segment in another spelling could bypass a rule of a proxy, such as one that closes /metrics.
 * @param path the contract's, with its parameters in braces
 * @throws Problem 400 if a literal segment is percent-encoded
 */
export function requireLiterals(url: string, path: string): void {
  if (!url.includes('%')) return
  const [asked = ''] = originForm(url).split('?', 1)
  const segments = asked.split('/')
  const encoded = path.split('/').find((segment, index) => !segment.startsWith('{') && segment !== segments[index])
  if (encoded !== undefined) throw malformedRequest(`Send "${encoded}" in the path as it is, without percent-encoding.`)
}

/** The path that was asked for, as a valid URI reference, for a problem's `instance`. */
export function requestPath(url: string): string {
  const [path = ''] = url.replace(absoluteForm, '').split('?', 1)
  const valid = path.replace(/%(?![0-9A-Fa-f]{2})/g, '%25').replace(/[^\w\-.~!$&'()*+,;=:@/%]/g, encodeCharacter)
  if (!valid.startsWith('/')) return '/'
  // A path that starts with two slashes would name another host (RFC 3986 section 4.2).
  return valid.startsWith('//') ? `/.${valid}` : valid
}

const absoluteForm = /^https?:\/\/[^/?#]*/i

/** A server must accept the absolute form (RFC 9112 section 3.2.2); its authority is ignored. */
function originForm(url: string): string {
  if (url.includes('#')) throw malformedRequest('A request target has no fragment. Remove the "#" and what follows.')
  const target = url.replace(absoluteForm, '')
  if (target === '' || target.startsWith('?')) return `/${target}`
  if (!target.startsWith('/')) throw malformedRequest('The request target must be a path that starts with "/".')
  return target
}

/**
 * The names and values of a query or of a form (application/x-www-form-urlencoded), in the order received.
 * @throws Problem 400 for invalid UTF-8 or a NUL character
 */
export function pairsOf(query: string): [string, string][] {
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
  throw malformedRequest('The request has a percent-encoded NUL character or invalid UTF-8.')
}

const isPrintable = (text: string): boolean => /^[\x21-\x7e ]*$/.test(text)

const encodeCharacter = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
