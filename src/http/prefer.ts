import type { OperationFacts } from '../contract/contract.ts'
import { invalidRequest } from '../problem.ts'

/** What of a request's preferences (RFC 7240) is applied: what its operation can do. */
export type Preferences = {
  /** `handling=strict`: unknown fields and parameters are errors. */
  strict: boolean
  /** `dry-run`: nothing is changed; the response is the same. */
  dryRun: boolean
  /** `merge`: a change of a version that is not current is made if others have changed other fields since. */
  merge: boolean
  /** `count=exact`: the response tells the total number of what it lists. */
  includeTotal: boolean
}

const none: Preferences = { strict: false, dryRun: false, merge: false, includeTotal: false }

/**
 * Reads the Prefer header of a request; preferences that are unknown, or that the operation cannot follow, have no effect.
 * @throws Problem 400 for a dry run with a value that says neither yes nor no: the change must not be made by mistake
 */
export function preferencesOf(operation: OperationFacts, prefer: string | string[] | undefined): Preferences {
  if (prefer === undefined) return none
  const given = parsePrefer(String(prefer))
  return {
    strict: given.get('handling') === 'strict',
    // A sign-in that is rolled back would return invalid tokens.
    dryRun: operation.session !== 'starts' && operation.session !== 'renews' && operation.method !== 'GET' && isDryRun(given.get('dry-run')),
    merge: ['', 'true'].includes(given.get('merge') ?? 'false'),
    includeTotal: given.get('count') === 'exact' && operation.headers.some(({ name }) => name === 'X-Total-Count'),
  }
}

/**
 * The value of Preference-Applied; null where no preference is applied.
 * @param merged whether the change was merged, which is known only afterwards
 */
export function preferenceApplied({ strict, dryRun, includeTotal }: Preferences, merged = false): string | null {
  const names = { 'handling=strict': strict, 'dry-run': dryRun, 'count=exact': includeTotal, 'merge': merged }
  const applied = Object.entries(names).flatMap(([name, applies]) => (applies ? [name] : []))
  return applied.length > 0 ? applied.join(', ') : null
}

// A list is split at the commas outside of quoted strings. None of our preferences has parameters, so those are left out.
const listItem = /(?:[^",]|"(?:[^"\\]|\\.)*"?)+/g
const preference = /^([\w!#$%&'*+.^`|~-]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s";]*)\s*)?(?:;|$)/

/**
 * The preferences of a header by name, in lower case (RFC 7240, section 2). No value and an empty one are the same. Of a
 * preference that is repeated, the first counts. A malformed one is unknown.
 */
function parsePrefer(header: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const item of header.match(listItem) ?? []) {
    const [, name, value = ''] = preference.exec(item.trim()) ?? []
    if (name === undefined || found.has(name.toLowerCase())) continue
    const text = value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value
    found.set(name.toLowerCase(), text.toLowerCase())
  }
  return found
}

function isDryRun(value: string | undefined): boolean {
  if (value === undefined || value === 'false') return false
  if (value === '' || value === 'true') return true
  throw invalidRequest([{ header: 'Prefer', detail: 'must have dry-run without a value, or with true or false' }])
}
