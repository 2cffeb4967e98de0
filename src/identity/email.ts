import { domainToASCII, domainToUnicode } from 'node:url'
import { caseFold } from '../case-fold.ts'
import { invalidRequest } from '../problem.ts'

/** Characters that are not seen, and so are never meant: controls, spaces, and what Unicode says to ignore. */
const invisible = /[\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}]/u
/** Characters that an address has in quotes only (RFC 5322 section 3.2.3), or around it. */
const special = /[()<>[\]:;,\\"]/
const hostLabel = /^(?!-)[\w-]{1,63}(?<!-)$/

/**
 * What is wrong with an address that has one `@`, as the detail of an error: it is often pasted with what surrounded it.
 * @returns null if nothing is
 */
export function emailFault(email: string): string | null {
  if (invisible.test(email)) return 'must not contain spaces or invisible characters'
  if (/^mailto:/i.test(email)) return 'must be the address alone, without "mailto:"'
  const [character] = special.exec(email) ?? []
  if (character !== undefined) return `must be the address alone: it must not contain ${character}`
  const [local, domain] = split(email)
  if (hasStrayDot(local)) return 'must not have two dots in a row before the @, nor a dot at the start or end'
  const ascii = asciiDomain(domain) ?? ''
  if (hasStrayDot(domain) || hasStrayDot(ascii)) return 'must not have two dots in a row after the @, nor a dot at the start or end'
  if (!ascii.split('.').every((label) => hostLabel.test(label))) return 'must have a valid domain, such as example.com, after the @'
  return null
}

/** @throws Problem 400 for more or less than an address; `pointer` is where it was sent */
export function requireAddress(pointer: string, email: string): void {
  const detail = emailFault(email)
  if (detail !== null) throw invalidRequest([{ pointer, detail }])
}

/**
 * The form in which addresses are compared: normal form C, in lower case, with an internationalized domain in its ASCII form
 * (RFC 5891). So `a@münchen.de` and `a@xn--mnchen-3ya.de` are one account.
 */
export function emailKey(email: string): string {
  const [local, domain] = split(email)
  return domain === '' ? caseFold(email) : `${caseFold(local)}@${asciiDomain(domain) ?? caseFold(domain)}`
}

/**
 * The keys that the account of an address may have, the likeliest first. Accounts from before domains were compared in ASCII have
 * the domain as it was written.
 */
export function emailKeys(email: string): string[] {
  const key = emailKey(email)
  if (!isInternational(split(email)[1])) return [key]
  const [local, domain] = split(key)
  return [...new Set([caseFold(email), key, `${local}@${domainToUnicode(domain)}`])]
}

/** The parts before and after the last `@`. */
function split(email: string): [local: string, domain: string] {
  const at = email.lastIndexOf('@')
  return at < 0 ? [email, ''] : [email.slice(0, at), email.slice(at + 1)]
}

const hasStrayDot = (text: string): boolean => /^\.|\.\.|\.$/.test(text)

/** The ASCII form of a domain; null if it has none. Node would take one of digits for an IPv4 address, so it gets others alone. */
const asciiDomain = (domain: string): string | null => (isInternational(domain) ? domainToASCII(domain) || null : domain.toLowerCase())

const isInternational = (domain: string): boolean => /[^\0-\x7f]|(?:^|\.)xn--/i.test(domain)
