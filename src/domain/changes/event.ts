import type { components } from '../../generated/contract.ts'
import type { RowOf } from '../../database/statement.ts'
import { isObject, memberOf } from '../../json.ts'
import type * as sql from '../../generated/sql.ts'

type Change = components['schemas']['Change']
type FieldChange = components['schemas']['FieldChange']
type Recorded = RowOf<typeof sql.listChanges>

/** A recorded change as the last state of what was changed. */
export const stateOf = ({ seq, type, entity_id, data, position }: Recorded): Change => ({
  seq,
  type,
  op: data === null ? 'delete' : 'upsert',
  id: entity_id,
  position,
  data,
})

/** A recorded change on its own: what happened, which fields it changed, and how it came about. */
export const eventOf = (recorded: Recorded): Change => ({
  ...stateOf(recorded),
  event: `${recorded.type}.${pastOf(recorded)}`,
  changed: changedFieldsOf(recorded),
  operation: recorded.operation,
  at: recorded.at,
  request_id: recorded.request_id,
  via: recorded.via,
})

/** What happened to it. */
function pastOf({ data, before, columns }: Recorded): string {
  if (data === null) return 'deleted'
  if (columns === null) return 'created'
  if (has(columns, 'deleted_at')) return 'restored'
  if (has(before, 'completed')) return memberOf(data, 'completed') === true ? 'completed' : 'reopened'
  if (has(columns, 'list_id') || has(columns, 'parent_id') || has(columns, 'rank')) return 'moved'
  return 'updated'
}

function changedFieldsOf({ data, before, columns, position }: Recorded): NonNullable<Change['changed']> {
  if (data === null || columns === null) return {}
  const old = isObject(before) ? Object.entries(before) : []
  const fields = old
    .filter(([field]) => !counted.has(field))
    .map(([field, from]): [string, FieldChange] => [field, { from, to: memberOf(data, field) ?? null }])
  const rank = memberOf(columns, 'rank')
  const moved: [string, FieldChange][] = typeof rank === 'number' ? [['position', { from: String(rank), to: position }]] : []
  return Object.fromEntries([...fields, ...moved])
}

// What every change increments.
const counted = new Set(['version', 'updated_at'])

const has = (value: unknown, member: string): boolean => memberOf(value, member) !== undefined
