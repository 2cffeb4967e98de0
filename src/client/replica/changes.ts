import type { FieldError } from '../problem.ts'
import type { List, Tag, Task } from '../types.ts'

/** What a replica holds, by type. */
export type Resources = { task: Task; list: List; tag: Tag }
export type ResourceType = keyof Resources
export type Resource = Resources[ResourceType]

/** A body or a resource, field by field. */
export type Fields = Readonly<Record<string, unknown>>

/** What a replica can change: of which type each operation is, and how it is sent. */
export const operations = {
  createTask: ['task', 'create'],
  patchTask: ['task', 'merge'],
  completeTask: ['task', 'merge'],
  moveTask: ['task', 'move'],
  deleteTask: ['task', 'delete'],
  restoreTask: ['task', 'restore'],
  createList: ['list', 'create'],
  updateList: ['list', 'merge'],
  moveList: ['list', 'move'],
  deleteList: ['list', 'delete'],
  restoreList: ['list', 'restore'],
  updateTag: ['tag', 'merge'],
  deleteTag: ['tag', 'delete'],
} as const satisfies Record<string, readonly [ResourceType, 'create' | 'merge' | 'move' | 'delete' | 'restore']>

export type ChangeOperation = keyof typeof operations

/** A change that waits for the service. Its key is made with it, so that it is made once, however often it is sent. */
export type PendingChange = {
  key: string
  /** It is sent after those with a smaller one that wait when it is. */
  order: number
  operation: ChangeOperation
  /** The resource; negative until the service has given it an id. */
  id: number
  body: Fields
  /** The resource of the service that it is a change of; null if it is not known to it. */
  seen: Resource | null
  /** When it was first sent. */
  sent: number | null
  /** Why it waits for a decision. */
  held: Held | null
}

/** Why a change could not be made. */
export type Held = {
  /**
   * `changed`: others have changed the same. `deleted`: it is gone. `refused`: the service does not accept it. `unknown`: it was sent a day ago,
   * without a response, and can have been made.
   */
  reason: 'changed' | 'deleted' | 'refused' | 'unknown'
  /** What the service says. */
  detail: string
  /** The fields concerned; of a conflict, each with `base`, `theirs` and `yours`. */
  errors: readonly FieldError[]
  /** The version that others have made; null if there is none. */
  version: number | null
}

export const typeOf = ({ operation }: Pick<PendingChange, 'operation'>): ResourceType => operations[operation][0]

const targetOf = (change: PendingChange): string => `${typeOf(change)} ${change.id}`

/** Whether two changes are of the same resource. */
export const haveSameTarget = (one: PendingChange, other: PendingChange): boolean => targetOf(one) === targetOf(other)

// The fields of bodies that refer to others.
const references = ['list_id', 'parent_id', 'before', 'after']

/**
 * The same change with the ids that the service has given meanwhile, wherever it refers to a local one.
 * @param idOf null for what is never to be: references to it are removed
 * @returns null for a change of something that is never to be
 */
export function withIds(change: PendingChange, idOf: (id: number) => number | null): PendingChange | null {
  const id = idOf(change.id)
  if (id === null) return null
  const body = Object.entries(change.body).map(([field, value]): [string, unknown] => {
    const isReference = references.includes(field) && typeof value === 'number'
    return [field, isReference ? idOf(value) : value]
  })
  return { ...change, body: Object.fromEntries(body), id }
}

/** Whether it refers to something that the service does not have yet. */
function isEarly({ operation, id, body }: PendingChange): boolean {
  const ids = [operations[operation][1] === 'create' ? null : id, ...references.map((field) => body[field])]
  return ids.some((each) => typeof each === 'number' && each < 0)
}

/** The next change to send. One that waits for a decision holds up the others of its resource, and nothing else. */
export function nextOf(pending: readonly PendingChange[]): PendingChange | undefined {
  const held = new Set<string>()
  return pending.find((change) => {
    if (change.held === null && !held.has(targetOf(change)) && !isEarly(change)) return true
    held.add(targetOf(change))
    return false
  })
}

// What the service counts along, or derives from what others refer to.
const counted = ['version', 'updated_at', 'subtask_count', 'open_subtask_count']

// What also changes with a field, or decides what its change means.
const related: Record<string, string[]> = {
  list_id: ['parent_id'],
  parent_id: ['list_id'],
  due: ['due_date'],
  due_date: ['due'],
  completed: ['completed_at', 'due', 'due_date', 'recurrence'],
}

const withRelated = (fields: string[]): string[] => fields.flatMap((field) => [field, ...(related[field] ?? [])])

/** The fields that matter to a change: a deletion is of all. */
function fieldsOf({ operation, body, seen }: PendingChange): string[] {
  if (operations[operation][1] !== 'delete') return withRelated(Object.keys(body))
  return Object.keys(seen ?? {}).filter((field) => !counted.includes(field))
}

const valueOf = (resource: Resource | null, field: string): unknown => (resource as Fields | null)?.[field] // each is an object of fields

/** The fields that matter to a change, and in which a resource is not as the change has seen it, each with both values. */
export function differences(change: PendingChange, now: Resource): FieldError[] {
  return fieldsOf(change)
    .map((field) => ({ pointer: `#/${field}`, detail: 'was changed since', base: valueOf(change.seen, field), theirs: valueOf(now, field) }))
    .filter(({ base, theirs }) => JSON.stringify(base) !== JSON.stringify(theirs))
}

/**
 * What a new change is a change of: the copy, unless an earlier change that waits is of the same fields. Its user sees that one then, and not
 * what others have made of the copy meanwhile.
 */
export function seenBy(change: PendingChange, pending: readonly PendingChange[]): Resource | null {
  const fields = fieldsOf(change)
  const earlier = [...pending].reverse().find((other) => haveSameTarget(other, change) && fieldsOf(other).some((field) => fields.includes(field)))
  return earlier ? earlier.seen : change.seen
}

/**
 * A change after an earlier one of the same resource was made, with what that has made of the resource. If others have changed fields that
 * matter to it, it remains a change of what it has seen, for the service to say so.
 */
export function following(change: PendingChange, made: PendingChange, now: Resource): PendingChange {
  if (change.seen !== null && change.seen.version > now.version) return change
  const own = withRelated(Object.keys(made.body)).map((field) => `#/${field}`)
  // Both are of the same version, and nobody else came between.
  const isNext = made.seen === null || change.seen === null || (change.seen.version >= made.seen.version && now.version <= made.seen.version + 1)
  const agrees = isNext || differences(change, now).every(({ pointer = '' }) => own.includes(pointer))
  return agrees ? { ...change, seen: now } : change
}
