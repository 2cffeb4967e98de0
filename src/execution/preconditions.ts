import * as sql from '../generated/sql.ts'
import type { Database, Statement } from '../database/statement.ts'
import type { OperationFacts } from '../contract/contract.ts'
import type { ValidatedRequest } from '../contract/request-validator.ts'
import { notFound, preconditionFailed, unwantedVersion } from '../problem.ts'
import type { Problem } from '../problem.ts'
import { WithHeaders } from './with-headers.ts'

type Versioned = { version: number }

/** The ETag of a version: strong, as a version has exactly one representation (RFC 9110 section 8.8.3). */
export const etagOf = (version: number): string => `"${version}"`

/** A resource as it is answered: with its version as its ETag, and with other headers where there are any. */
export function withEtag<Resource extends Versioned>(resource: Resource): WithHeaders<Resource, { ETag: string }>
export function withEtag<Resource extends Versioned, Headers extends object>(
  resource: Resource,
  headers: Headers,
): WithHeaders<Resource, Headers & { ETag: string }>
export function withEtag(resource: Versioned, headers: object = {}): WithHeaders<Versioned, { ETag: string }> {
  return new WithHeaders(resource, { ...headers, ETag: etagOf(resource.version) })
}

/** What reads a resource as it is now. */
export const current: Record<'task' | 'list' | 'tag', Statement<{ id: number }, Versioned>> = { task: sql.getTask, list: sql.getList, tag: sql.getTag }

/** Why a resource could not be changed: it does not exist, or If-Match names another version than the current one. */
export async function notFoundOrPreconditionFailed(db: Database, noun: Noun, id: number, versions: number[] | null): Promise<Problem> {
  const found = versions && (await db.maybeOne(current[noun], { id }))
  return found ? preconditionFailed(etagOf(found.version), noun) : notFound(noun)
}

/** What has a version. */
export type Noun = keyof typeof current

/** The resource of a path, and of what can be done to it. */
export const nounOf = (path: string): Noun | undefined => (['task', 'list', 'tag'] as const).find((noun) => path.includes(`/${noun}s/{id}`))

/**
 * Evaluates the preconditions of a write (RFC 9110 section 13.2.2). If-Match comes first, and the statement that makes the change
 * checks it. If-None-Match is checked here, against a version that the change is then bound to, so that no other can come between.
 * @returns the versions that may be changed; null for any
 * @throws Problem 412 if the resource has a representation that If-None-Match excludes
 */
export async function versionsToChange({ path, readable }: OperationFacts, input: ValidatedRequest, db: Database): Promise<number[] | null> {
  const versions = versionsOf(headerOf(input, 'if-match'))
  const excluded = headerOf(input, 'if-none-match')
  if (excluded === undefined) return versions
  const noun = nounOf(path)
  if (!noun) {
    // A collection or an account, which is always there, and has no version of its own.
    if (excluded === '*' && readable) throw unwantedVersion()
    return versions
  }
  const found = await db.maybeOne(current[noun], { id: Number(input.params['id']) })
  if (!found || versions?.includes(found.version) === false) return versions
  if (isNotModified(excluded, etagOf(found.version))) throw unwantedVersion(etagOf(found.version))
  return [found.version]
}

/** The value of a header; undefined if it was not sent. */
export const headerOf = ({ headers }: Pick<ValidatedRequest, 'headers'>, name: string): string | undefined => {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

/**
 * The versions that an If-Match accepts, by strong comparison: weak tags, and tags that are not ours, match nothing.
 * @returns null if any version matches: no header, or `*`
 */
function versionsOf(ifMatch: string | undefined): number[] | null {
  if (ifMatch === undefined || ifMatch === '*') return null
  return tagsOf(ifMatch).flatMap((tag) => (/^"[1-9]\d{0,15}"$/.test(tag) ? Number(tag.slice(1, -1)) : []))
}

/** Whether an If-None-Match has a tag, by weak comparison: the client's copy is current. */
export function isNotModified(ifNoneMatch: string | undefined, etag: unknown): boolean {
  if (ifNoneMatch === undefined || typeof etag !== 'string') return false
  return ifNoneMatch === '*' || tagsOf(ifNoneMatch).some((tag) => tag.replace(/^W\//, '') === etag)
}

const tagsOf = (list: string): string[] => list.match(/(?:W\/)?"[^"]*"/g) ?? []
