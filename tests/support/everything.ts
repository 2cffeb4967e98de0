// All that a user can read, and what is wrong with it: each count is made again from the rows, and each version compared.
import { isDeepStrictEqual } from 'node:util'
import type { Response } from 'supertest'
import type { components } from '../../src/generated/contract.ts'
import type { Client } from './service.ts'

type Schemas = components['schemas']
type Task = Schemas['Task']

/** All that a user can read, with the ETag of each page. */
export type Everything = {
  tasks: Task[]
  trash: Schemas['DeletedTask'][]
  lists: Schemas['List'][]
  deletedLists: Schemas['DeletedList'][]
  tags: Schemas['CountedTag'][]
  stats: Schemas['Stats']
  user: Schemas['Account']
  /** The totals that are told with a page of all tasks, and of the completed ones. */
  totals: [all: number, completed: number]
  pages: Map<string, { etag: string; body: unknown }>
}

/** Reads it, where each kind of thing fits on a page. */
export async function readEverything(who: Client): Promise<Everything> {
  const pages: Everything['pages'] = new Map()
  const read = async (path: string): Promise<Response> => {
    const response = await who.get(path).set('Prefer', 'count=exact').expect(200)
    const etag = response.headers['etag']
    if (etag !== undefined) pages.set(path, { etag, body: response.body })
    return response
  }
  const [tasks, completed, trash, lists, deletedLists, tags, stats, user] = await Promise.all(
    [
      '/tasks?limit=1000',
      '/tasks?limit=1&status=completed',
      '/trash?limit=1000',
      '/lists?limit=1000',
      '/deleted-lists?limit=1000',
      '/tags?limit=1000',
      '/stats',
      '',
    ].map((path) => read(`/api/me${path}`)),
  )
  return {
    tasks: tasks?.body,
    trash: trash?.body,
    lists: lists?.body,
    deletedLists: deletedLists?.body,
    tags: tags?.body,
    stats: stats?.body,
    user: user?.body,
    totals: [Number(tasks?.headers['x-total-count']), Number(completed?.headers['x-total-count'])],
    pages,
  }
}

type Count = { open: number; completed: number }

const count = (tasks: Task[]): Count => ({
  open: tasks.filter(({ completed }) => !completed).length,
  completed: tasks.filter(({ completed }) => completed).length,
})

/** Which counts differ from what is counted. */
export function miscounts(all: Everything): string[] {
  const { tasks, trash, lists, deletedLists, tags, stats, user, totals } = all
  const faults: string[] = []
  const compare = (what: string, shown: unknown, counted: unknown): void => {
    if (!isDeepStrictEqual(shown, counted)) faults.push(`${what}: shown ${JSON.stringify(shown)}, counted ${JSON.stringify(counted)}`)
  }
  for (const { id, subtask_count, open_subtask_count, list_id, parent_id } of tasks) {
    const subtasks = tasks.filter((task) => task.parent_id === id)
    compare(`subtasks of ${id}`, [subtask_count, open_subtask_count], [subtasks.length, count(subtasks).open])
    const parent = tasks.find((task) => task.id === parent_id)
    if (parent_id !== null) compare(`list of ${id}, as that of its parent ${parent_id}`, list_id, parent?.list_id)
    if (list_id !== null && !lists.some((list) => list.id === list_id)) faults.push(`task ${id} is in the list ${list_id}, which is not there`)
  }
  compare('totals', totals, [tasks.length, count(tasks).completed])
  compare('stats', { open: stats.open, completed: stats.completed }, count(tasks))
  const used = [null, ...lists.map(({ id }) => id)].map((list_id) => ({ list_id, ...count(tasks.filter((task) => task.list_id === list_id)) }))
  compare(
    'stats by list',
    stats.by_list,
    used.filter(isAny).sort((one, other) => (one.list_id ?? 0) - (other.list_id ?? 0)),
  )
  const tagged = (name: string): Count => count(tasks.filter((task) => task.tags.includes(name)))
  const names = [...new Set(tasks.flatMap((task) => task.tags))].sort()
  compare(
    'stats by tag',
    [...stats.by_tag].sort((one, other) => (one.name < other.name ? -1 : 1)),
    names.map((name) => ({ name, ...tagged(name) })),
  )
  for (const { name, task_count, open_count } of tags) {
    const { open, completed } = tagged(name)
    compare(`tasks with ${name}`, [task_count, open_count], [open + completed, open])
  }
  compare(
    'tags that tasks have',
    names.filter((name) => !tags.some((tag) => tag.name === name)),
    [],
  )
  const { quotas } = user
  const bytes = (text: string | null): number => Buffer.byteLength(text ?? '')
  compare(
    'quotas',
    [quotas.tasks.used, quotas.lists.used, quotas.tags.used, quotas.bytes.used],
    [
      tasks.length + trash.length,
      lists.length + deletedLists.length,
      tags.length,
      // The tags of a task count as PostgreSQL writes them: with braces around.
      [...tasks, ...trash].reduce((sum, task) => sum + bytes(task.title) + bytes(task.description) + bytes(`{${task.tags.join()}}`), 0) +
        [...lists, ...deletedLists, ...tags].reduce((sum, { name }) => sum + bytes(name), 0),
    ],
  )
  return faults
}

const isAny = ({ open, completed }: Count): boolean => open + completed > 0

/** What changed though its version did not, and versions that went back. */
export function unraised(before: Everything, after: Everything): string[] {
  const kinds = [
    ['task', [...before.tasks, ...before.trash], [...after.tasks, ...after.trash]],
    ['list', [...before.lists, ...before.deletedLists], [...after.lists, ...after.deletedLists]],
    ['tag', before.tags, after.tags],
  ] as const
  const faults: string[] = []
  for (const [kind, olds, news] of kinds) {
    for (const now of news) {
      const old = olds.find(({ id }) => id === now.id)
      if (old === undefined || isDeepStrictEqual(ofVersion(old), ofVersion(now))) continue
      if (now.version <= old.version) faults.push(`${kind} ${now.id} changed, and its version is still ${now.version}`)
      if (now.updated_at === old.updated_at) faults.push(`${kind} ${now.id} changed, and its updated_at did not`)
    }
  }
  for (const [path, page] of after.pages) {
    const old = before.pages.get(path)
    if (old?.etag === page.etag && !isDeepStrictEqual(old.body, page.body)) faults.push(`${path} changed, and its ETag did not`)
  }
  return faults
}

/** What a version stands for: counts of tasks with a tag are the page's concern. */
const ofVersion = (thing: object): object => ({ ...thing, ...('task_count' in thing && { task_count: 0, open_count: 0 }) })

/** What changed in tasks while they stayed in the trash. Their tags are renamed, and they go where their parents go. */
export function changedInTrash(before: Everything, after: Everything): string[] {
  const kept = ({ title, description, completed, completed_at, priority, due, recurrence }: Task) => ({
    ...{ title, description, completed, completed_at, priority, due, recurrence },
  })
  return after.trash.flatMap((now) => {
    const old = before.trash.find(({ id }) => id === now.id)
    return old === undefined || isDeepStrictEqual(kept(old), kept(now)) ? [] : [`task ${now.id} changed in the trash`]
  })
}
