// Changes as followers see them and as the database recorded them, in one form that can be compared.
import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { components } from '../../../src/generated/contract.ts'

export type Change = components['schemas']['Change']

/** What somebody has: the text of each thing with its place, by type and id. */
export type Copy = Map<string, string>

type State = Pick<Change, 'seq' | 'type' | 'id' | 'position'> & { data: unknown }

/** JSON with the members of each object in one order, as a database and a service do not send them in the same one. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  )

/** A change in a few bytes: its number, what it is of, and a hash of what that became. */
export const entryOf = ({ seq, type, id, position, data }: State): string =>
  `${seq} ${type} ${id} ${createHash('sha1').update(textOf({ data, position })).digest('base64').slice(0, 12)}`

/** Brings a copy up to date. */
export function apply(copy: Copy, { type, id, data, position }: State): void {
  if (data === null) copy.delete(`${type} ${id}`)
  else copy.set(`${type} ${id}`, textOf({ data, position }))
}

/** What the database recorded of a user, in order, and how many of the feed's numbers it did not record. */
export async function recordOf(database: pg.Client, userId: number): Promise<{ states: State[]; last: number; gaps: number }> {
  const { rows: states } = await database.query<State>(
    `select seq::float8 as seq, type, entity_id::float8 as id, position::text as position, data
    from changes where user_id = $1 and type is not null order by changes.seq, ordinal`,
    [userId],
  )
  const { rows } = await database.query<{ last: number; gaps: number }>(
    `select feeds.seq::float8 as last, (feeds.seq - count(distinct changes.seq))::float8 as gaps
    from feeds left join changes on changes.user_id = feeds.user_id and changes.seq between 1 and feeds.seq
    where feeds.user_id = $1 group by feeds.seq`,
    [userId],
  )
  return { states, ...(rows[0] ?? { last: 0, gaps: 0 }) }
}
