import { frontEndUser } from './front-end.ts'
import type { Client, TestService } from './service.ts'
import { createTask } from './tasks.ts'
import type { Task } from './tasks.ts'

/** Somebody new who has tasks. */
export async function someoneWith(service: TestService, name: string, ...tasks: object[]): Promise<Client> {
  const who = frontEndUser(service, name)
  for (const fields of tasks) await createTask(who, fields)
  return who
}

/** The tasks that a query finds. */
export const find = async (who: Client, query: string): Promise<Task[]> => (await who.get(`/api/me/tasks?${query}`).expect(200)).body

export const titlesOf = (tasks: Task[]): string[] => tasks.map(({ title }) => title)
