import type { Task } from '../types.ts'
import { operations, typeOf } from './changes.ts'
import type { Fields, PendingChange, Resource, Resources, ResourceType } from './changes.ts'

/** What a user sees, in the manual order. */
export type View = { [Type in ResourceType]: Resources[Type][] }

/** The copy of what the service has, with the changes that wait made to it. */
export function viewOf(copy: View, pending: readonly PendingChange[]): View {
  const view = { task: [...copy.task], list: [...copy.list], tag: [...copy.tag] }
  for (const change of pending) apply(view, change)
  return view
}

function apply(view: View, change: PendingChange): void {
  const { id, seen, body } = change
  const rows: Resource[] = view[typeOf(change)]
  const at = rows.findIndex((row) => row.id === id)
  const row = rows[at]
  const how = operations[change.operation][1]
  if (how === 'create') rows.push(created(change, view))
  else if (how === 'restore') rows.push(...(row || !seen ? [] : [seen]))
  else if (row === undefined) return
  else if (how === 'merge') {
    rows[at] = changed(row, body)
    if (body['cascade'] === true) complete(view, id, body)
  } else if (how === 'move') move(rows, at, { ...row, ...referencesOf(body) }, body)
  else remove(view, typeOf(change), id)
}

/** Removes a resource, and what is deleted with it. */
function remove(view: View, type: ResourceType, id: number): void {
  const gone = goneWith(type, id, view.task)
  view.task = view.task.filter((task) => !gone.has(task.id))
  if (type === 'list') view.list = view.list.filter((list) => list.id !== id)
  if (type === 'tag') {
    const name = view.tag.find((tag) => tag.id === id)?.name
    view.tag = view.tag.filter((tag) => tag.id !== id)
    view.task = view.task.map((task) => (task.tags.some((tag) => tag === name) ? { ...task, tags: task.tags.filter((tag) => tag !== name) } : task))
  }
}

/** The ids of the tasks that are deleted with a resource: those of a list, and those below a task. */
export function goneWith(type: ResourceType, id: number, tasks: Iterable<Task>): Set<number> {
  const all = [...tasks]
  const gone = new Set(type === 'task' ? [id] : all.flatMap((task) => (type === 'list' && task.list_id === id ? [task.id] : [])))
  for (let before = -1; before !== gone.size;) {
    before = gone.size
    for (const task of all) if (task.parent_id !== null && gone.has(task.parent_id)) gone.add(task.id)
  }
  return gone
}

/** Completes the tasks below one, except recurring ones. */
function complete(view: View, id: number, { completed }: Fields): void {
  const below = goneWith('task', id, view.task)
  view.task = view.task.map((task) => (below.has(task.id) && task.id !== id && task.recurrence === null ? changed(task, { completed }) : task))
}

function move(rows: Resource[], at: number, row: Resource, { before, after, first }: Fields): void {
  rows.splice(at, 1)
  const beside = rows.findIndex(({ id }) => id === (before ?? after))
  if (beside < 0) rows.splice(first === true ? 0 : rows.length, 0, row)
  else rows.splice(before === undefined ? beside + 1 : beside, 0, { ...row, ...referencesOf(rows[beside]) })
}

/** The list and the parent of a task, as far as they are named. */
function referencesOf(fields: object | undefined): Fields {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([field]) => field === 'list_id' || field === 'parent_id'))
}

/** A resource with a body's fields. What the service derives from them, it has once the service has. */
function changed<Row extends Resource>(row: Row, { cascade: _, ...body }: Fields): Row {
  const completion = typeof body['completed'] === 'boolean' ? { completed_at: body['completed'] ? new Date().toISOString() : null } : {}
  // A task that moves to another list leaves its parent.
  const parent = 'list_id' in body && !('parent_id' in body) ? { parent_id: null } : {}
  return { ...row, ...body, ...dueOf(body), ...completion, ...parent }
}

/** A due date in both forms, whichever was sent. */
function dueOf({ due, due_date: text }: Fields): Fields {
  if (typeof due === 'object') return { due_date: due === null ? null : ((due as Fields)['date'] ?? (due as Fields)['date_time'] ?? null) } // what is sent is an object
  if (typeof text === 'string') return { due: text.includes('T') ? { date_time: text } : { date: text } }
  return text === null ? { due: null } : {}
}

function created(change: PendingChange, view: View): Resource {
  const now = new Date().toISOString()
  const common = { id: change.id, user_id: 0, created_at: now, updated_at: now, version: 0 }
  if (change.operation === 'createList') return { ...common, name: '', color: null, ...change.body }
  const parent = view.task.find(({ id }) => id === change.body['parent_id'])
  const empty: Task = {
    ...common,
    ...{ title: '', description: null, completed: false, completed_at: null, priority: 'none', tags: [], due: null, due_date: null, recurrence: null },
    ...{ list_id: parent?.list_id ?? null, parent_id: null, subtask_count: 0, open_subtask_count: 0 },
  }
  return { ...changed(empty, change.body), parent_id: parent?.id ?? null }
}
