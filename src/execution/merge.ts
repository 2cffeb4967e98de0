import { isDeepStrictEqual } from 'node:util'
import type { OperationFacts } from '../contract/contract.ts'
import type { ValidatedRequest } from '../contract/request-validator.ts'
import type { Database } from '../database/statement.ts'
import * as sql from '../generated/sql.ts'
import { isObject } from '../json.ts'
import { isOfKind, mergeConflict } from '../problem.ts'
import type { Conflict } from '../problem.ts'
import { current, etagOf, headerOf, nounOf } from './preconditions.ts'
import type { Noun } from './preconditions.ts'

type Fields = Readonly<Record<string, unknown>>

/** A change that is to be merged with what others have changed since the version that it was made from. */
export type Merge = { noun: Noun; id: number; base: number; sent: Fields }

// How many changes of a resource a version may lie back, and how often others may be faster.
const [mostBehind, mostTries] = [1_000, 5]

/**
 * How a change with `Prefer: merge` is merged. One that excludes versions is not.
 * @param versions that the change may be made of
 * @returns null for a change that is not merged
 */
export function mergeOf({ path, merge, bodyFields }: OperationFacts, input: ValidatedRequest, versions: number[] | null): Merge | null {
  const noun = nounOf(path)
  if (!noun || !merge || !versions?.length || headerOf(input, 'if-none-match') !== undefined) return null
  const body = isObject(input.body) ? input.body : {}
  const sent = bodyFields.filter((field) => merge.includes(field) || body[field] !== undefined)
  return { noun, id: Number(input.params['id']), base: Math.max(...versions), sent: Object.fromEntries(sent.map((field) => [field, body[field]])) }
}

/**
 * Makes a change. If the resource was modified since the version that the change was made from, and in other fields, it is made of
 * the current version. Nothing is locked before, because a change locks other things first; so if others are faster, it is tried again.
 * @returns what the change returns, and whether it was merged
 * @throws Problem 409 for fields that others have changed as well, 412 for a version of which it is not known what has changed since
 */
export async function makeMerged<Output>(
  db: Database,
  merge: Merge,
  versions: number[] | null,
  change: (versions: number[] | null) => Promise<Output>,
): Promise<{ output: Output; merged: boolean }> {
  let accepted = versions
  for (let tries = 1; ; tries += 1) {
    try {
      return { output: await change(accepted), merged: tries > 1 }
    } catch (error) {
      if (!isOfKind(error, 'precondition-failed') || tries >= mostTries) throw error
      const version = await versionToMerge(db, merge)
      if (version === null) throw error
      accepted = [version]
    }
  }
}

/** The current version, if a change can be merged into it; null if it is not known. @throws Problem 409 */
async function versionToMerge(db: Database, { noun, id, base, sent }: Merge): Promise<number | null> {
  // Sent together, but what is recorded is read later: it may only hold more.
  const [now, since] = await Promise.all([db.maybeOne(current[noun], { id }), db.one(sql.getBase, { type: noun, id, version: String(base), most: mostBehind })])
  if (!now || !since.known || !isObject(since.fields)) return null
  const theirs: Fields = { ...now }
  const conflicts = conflictsOf(sent, { ...theirs, ...since.fields }, theirs)
  if (conflicts.length > 0) throw mergeConflict(etagOf(now.version), noun, conflicts)
  return now.version
}

/** The fields that a change is of and others have changed since, unless to the same value. */
function conflictsOf(sent: Fields, base: Fields, theirs: Fields): (Conflict & { pointer: string })[] {
  const isAgreed = (field: string): boolean => isDeepStrictEqual(sent[field], theirs[field])
  const fields = new Set(Object.keys(sent).flatMap((field) => [field, ...changedWith(field, sent[field], isAgreed(field), base, theirs)]))
  return [...fields]
    .filter((field) => !isDeepStrictEqual(base[field], theirs[field]) && !isAgreed(field))
    .map((field) => ({ pointer: `#/${field}`, base: base[field], theirs: theirs[field], ...(sent[field] !== undefined && { yours: sent[field] }) }))
}

/** What else changes with a field, or decides what its change means. */
function changedWith(field: string, value: unknown, isAgreed: boolean, base: Fields, theirs: Fields): string[] {
  // A subtask is in the list of its parent.
  if (field === 'list_id') return isAgreed ? [] : ['parent_id']
  if (field === 'parent_id') return isAgreed ? [] : ['list_id']
  // It completes the occurrence that is due.
  if (field === 'completed') return (base['recurrence'] ?? theirs['recurrence']) ? ['due', 'recurrence'] : []
  return field === 'cascade' && value === true ? ['subtask_count'] : []
}
