import { Temporal } from 'temporal-polyfill'
import type { Input, Taskpact } from '../../client/index.ts'
import { UsageError } from '../command.ts'
import { lists, month, tags } from './month.ts'
import type { DemoTask } from './month.ts'

/** How much an account was filled with. */
export type Filled = { lists: number; tasks: number; completed: number }

/**
 * Fills an empty account with a month of tasks around today.
 * @throws UsageError if the account has tasks, lists or tags
 */
export async function fill(api: Taskpact, timeZone: string): Promise<Filled> {
  await requireEmpty(api)
  const today = Temporal.Now.plainDateISO(timeZone)
  const listIds = new Map<string, number>()
  for (const [name, color] of Object.entries(lists)) listIds.set(name, (await api.createList({ body: { name, color } })).id)
  // One by one: in a single batch, a slow deployment would take longer than a request may.
  for (const task of month) await create(api, task, today, listIds.get(task.list ?? ''))
  for await (const { id, name } of api.each('listTags')) {
    const color = Object.entries(tags).find(([tag]) => tag === name)?.[1]
    if (color !== undefined) await api.updateTag({ params: { id }, body: { color } })
  }
  const { total, completed } = await api.getStats()
  return { lists: listIds.size, tasks: total, completed }
}

async function requireEmpty(api: Taskpact): Promise<void> {
  const found = await Promise.all([api.listTasks({ query: { limit: 1 } }), api.listTrash({ query: { limit: 1 } }), api.listLists(), api.listTags()])
  if (found.some(({ length }) => length > 0)) {
    throw new UsageError('This account has tasks, lists or tags already. Leave out the token to fill a new account, or use the token of an empty one.')
  }
}

async function create(api: Taskpact, task: DemoTask, today: Temporal.PlainDate, listId: number | undefined): Promise<void> {
  const { id } = await api.createTask({ body: { ...fieldsOf(task, today), ...(listId !== undefined && { list_id: listId }) } })
  for (const subtask of task.subtasks ?? []) await api.createTask({ body: { ...subtask, parent_id: id } })
  for (let times = task.completions ?? 0; times > 0; times -= 1) await api.completeTask({ params: { id }, body: { completed: true } })
}

function fieldsOf({ title, description, tags: names, priority, due, at, rule }: DemoTask, today: Temporal.PlainDate): Input<'createTask'>['body'] {
  const date = due === undefined ? undefined : today.add({ days: due }).toString()
  return {
    title,
    ...(description !== undefined && { description }),
    ...(names && { tags: names }),
    ...(priority && { priority }),
    ...(date !== undefined && { due: at === undefined ? { date } : { date_time: `${date}T${at}` } }),
    ...(rule !== undefined && { recurrence: { rule } }),
  }
}
