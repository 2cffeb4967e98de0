import { isIP } from 'node:net'
import { isGlobalUnicast } from './addresses.ts'
import type { Resolve } from './resolve.ts'

/** A destination that the service does not send requests to. It stays refused, so trying again is of no use. */
export class OutboundRefused extends Error {}

/** Where a request goes: the URL, and the checked addresses of its host. */
export type Destination = { url: URL; addresses: string[] }

/** What an operator allows besides the internet: hosts by name or address, at any port and by plain HTTP. */
export type AllowedHosts = readonly string[]

const ports = ['', '443', '8443']

/** A host of a URL or of a setting in one spelling: IPv6 without brackets, and no dot at the end. */
export const hostName = (host: string): string => host.toLowerCase().replace(/^\[|\]$|\.$/g, '')

/**
 * Parses the URL of a request, as far as that needs no network.
 * @throws OutboundRefused that says what it must be, to complete "The URL …"
 */
export function parseDestination(text: string, allowed: AllowedHosts): URL {
  if (!URL.canParse(text)) throw new OutboundRefused('must be an absolute URL')
  const url = new URL(text)
  const isAllowed = allowed.includes(hostName(url.hostname))
  if (url.protocol !== 'https:' && !(isAllowed && url.protocol === 'http:')) throw new OutboundRefused('must start with https://')
  if (url.username !== '' || url.password !== '') throw new OutboundRefused('must have no user name and no password')
  if (!isAllowed && !ports.includes(url.port)) throw new OutboundRefused('must have port 443 or 8443')
  // The parser has turned decimal, octal and hexadecimal notations of IPv4 into the usual one.
  const host = hostName(url.hostname)
  if (!isAllowed && isIP(host) !== 0 && !isGlobalUnicast(host)) throw new OutboundRefused(notPublic)
  return url
}

/**
 * Resolves the host of a URL. Each of its addresses must be public: which of them is connected to is not known beforehand.
 * @throws OutboundRefused; what `resolve` throws if the host has no address now
 */
export async function resolveDestination(text: string, allowed: AllowedHosts, resolve: Resolve): Promise<Destination> {
  const url = parseDestination(text, allowed)
  const host = hostName(url.hostname)
  if (isIP(host) !== 0) return { url, addresses: [host] }
  const isAllowed = allowed.includes(host)
  const addresses = await resolve(host, isAllowed)
  if (!isAllowed && !addresses.every(isGlobalUnicast)) throw new OutboundRefused(notPublic)
  return { url, addresses }
}

const notPublic = 'must lead to public addresses only'
