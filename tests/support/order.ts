import { randomUUID } from 'node:crypto'
import { frontEndUser } from './front-end.ts'
import type { Client, TestService } from './service.ts'
import { createTask } from './tasks.ts'
import type { Task } from './tasks.ts'

/** The titles of somebody's tasks, in the order that they put them in, as one word. */
export async function titlesIn(who: Client, query = ''): Promise<string> {
  const { body }: { body: Task[] } = await who.get(`/api/me/tasks?sort=position&${query}`).expect(200)
  return body.map(({ title }) => title).join('')
}

/** Somebody new with tasks of one letter each, in this order. */
export async function someoneWith(service: TestService, letters: string, fields: object = {}): Promise<{ who: Client; ids: Record<string, number> }> {
  const who = frontEndUser(service, randomUUID())
  const ids: Record<string, number> = {}
  for (const title of letters) ids[title] = (await createTask(who, { title, ...fields })).id
  return { who, ids }
}
