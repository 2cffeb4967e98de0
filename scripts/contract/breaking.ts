// Which changes of a contract break what was valid before: Redocly's verdicts, but for three that follow from what this service promises.
import { diffContracts } from './diff.ts'
import type { Change } from './diff.ts'
import { stepsOf } from './document.ts'
import type { JsonObject } from './document.ts'

/** The changes from one contract to another that break clients, in words. */
export async function breakingChanges(before: JsonObject, after: JsonObject): Promise<string[]> {
  return breakingIn(await diffContracts(before, after))
}

/** Those of the changes that break clients, in words. */
export function breakingIn(changes: Change[]): string[] {
  return changes.filter((change) => leavesRequest(change) || (change.impact === 'major' && !widensBound(change) && !dropsError(change))).map(describe)
}

/** Redocly lets a field leave a request, but `Prefer: handling=strict` then answers 400 to those who still send it. */
function leavesRequest({ kind, typeName, path, property }: Change): boolean {
  return typeName === 'Schema' && (kind === 'removed' || property === 'key') && /\/(requestBody|parameters)\/.*\/properties\/[^/]+$/.test(path)
}

/** A larger number or a longer text in a response is not what clients are promised to be spared. */
function widensBound({ property = '', base, revision }: Change): boolean {
  const [then, now] = [base?.value, revision?.value]
  if (!/^(exclusiveM|m)(in|ax)(imum|Length|Items|Properties)$/.test(property) || typeof then !== 'number') return false
  return now === undefined || (typeof now === 'number' && (/max/i.test(property) ? now > then : now < then))
}

/** A client that handles an error loses nothing when it no longer comes. */
const dropsError = ({ base }: Change): boolean => /\/responses\/[45]\d\d$/.test(base?.pointer ?? '')

function describe({ verdicts, path, base, revision }: Change): string {
  const [, pathName = '', method = ''] = stepsOf(path)
  const where = /^(get|put|post|delete|patch)$/.test(method) ? `${method.toUpperCase()} ${pathName}` : pathName
  const pointer = revision?.pointer ?? base?.pointer ?? path
  const what = verdicts.map(({ message }) => message).join(' ') || `Field \`${stepsOf(base?.pointer ?? path).at(-1) ?? ''}\` was removed from the request.`
  return `${where}: ${what} (${pointer})`
}
