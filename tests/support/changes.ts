import type { components } from '../../src/generated/contract.ts'
import type { Client } from './service.ts'

/** A change as it is answered. */
export type Change = components['schemas']['Change']
type Page = components['schemas']['Changes']

/** A page of someone's changes. */
export async function changesOf(who: Client, query: Record<string, string> = {}): Promise<Page> {
  const { body } = await who.get(`/api/me/changes?${new URLSearchParams(query).toString()}`).expect(200)
  return body
}

/** All changes after a cursor, page by page; without one, a snapshot and what changed since it began. */
export async function allChangesOf(who: Client, since: string | null = null, query: Record<string, string> = {}): Promise<Page> {
  const changes: Change[] = []
  for (let cursor = since; ;) {
    const page = await changesOf(who, { ...query, ...(cursor !== null && { since: cursor }) })
    changes.push(...page.changes)
    cursor = page.cursor
    if (page.complete) return { ...page, changes }
  }
}

/** Someone's copy of what they have, which follows the changes. */
export type Follower = { copy: Map<string, unknown>; follow(): Promise<Change[]> }

/** Makes a copy, which begins with a snapshot. */
export function followerOf(who: Client, query: Record<string, string> = {}): Follower {
  const copy = new Map<string, unknown>()
  let cursor: string | null = null
  return {
    copy,
    async follow() {
      const page = await allChangesOf(who, cursor, query)
      for (const change of page.changes) apply(copy, change)
      cursor = page.cursor
      return page.changes
    },
  }
}

function apply(copy: Map<string, unknown>, { type, op, id, data, position }: Change): void {
  const key = `${type} ${id}`
  if (op === 'upsert') copy.set(key, { data, position })
  else copy.delete(key)
}

/** What a new snapshot holds, in the form of a copy. */
export async function snapshotOf(who: Client): Promise<Map<string, unknown>> {
  const { copy, follow } = followerOf(who)
  await follow()
  return copy
}

/** A map in the order of its keys, to be compared. */
export const sorted = (copy: Map<string, unknown>): [string, unknown][] => [...copy].sort(([one], [other]) => (one < other ? -1 : 1))
