import { expect } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { createList } from './lists.ts'
import type { List } from './lists.ts'
import type { Client } from './service.ts'
import { createTask } from './tasks.ts'
import type { Task } from './tasks.ts'

/** A task as the trash shows it. */
export type DeletedTask = components['schemas']['DeletedTask']

/** The tasks in someone's trash, the last one first. */
export async function trashOf(who: Client): Promise<DeletedTask[]> {
  const { body } = await who.get('/api/me/trash').expect(200)
  return body
}

/** Someone's tasks, by id. */
export async function tasksOf(who: Client): Promise<Task[]> {
  const { body } = await who.get('/api/me/tasks').expect(200)
  return body
}

/** Creates a task and deletes it. @returns it as it was before */
export async function deletedTask(who: Client, fields: object = {}): Promise<Task> {
  const task = await createTask(who, fields)
  await who.delete(`/api/me/tasks/${task.id}`).expect(204)
  return task
}

/** Creates a list with so many tasks in it. */
export async function listWith(who: Client, count: number): Promise<{ list: List; tasks: Task[] }> {
  const list = await createList(who)
  const tasks: Task[] = []
  for (let n = 1; n <= count; n += 1) tasks.push(await createTask(who, { title: String(n), list_id: list.id }))
  return { list, tasks }
}

/** What changes of a task or a list that is deleted and restored. */
export const restored = <Thing extends { version: number }>(thing: Thing, changes = 2): Thing => ({
  ...thing,
  updated_at: expect.any(String),
  version: thing.version + changes,
})
