import { cleanUp } from './clean-up.ts'
import { frontEndUser } from './front-end.ts'
import { heavyData, taskWithSubtasks } from './heavy-data.ts'
import type { Client, TestService } from './service.ts'

/** The ids of what costs most to change: a list of all tasks, a task with a thousand subtasks, one such task and list in the trash, a tag of all tasks. */
export type Heavy = { list: number; parent: number; tag: number; deletedParent: number; deletedList: number }

/** Somebody with as much of everything as the contract allows, in so many tasks. */
export async function heavyUser(service: TestService, tasks: number): Promise<Client & { id: number; heavy: Heavy }> {
  const client = frontEndUser(service, `heavy-${tasks}`)
  const { body } = await client.get('/api/me').expect(200)
  const { id }: { id: number } = body
  const { superuser } = service.database
  for (const statement of [taskWithSubtasks(id), ...heavyData(id, tasks)]) await superuser(statement)
  const found = await superuser<{ id: string }>(`select id from tasks where user_id = ${id} and title = 'a parent' order by id`)
  const [deletedParent = 0, parent = 0] = found.map((row) => Number(row.id))
  await client.delete(`/api/me/tasks/${deletedParent}?cascade=true`).expect(204)
  const [list] = (await client.get('/api/me/lists?limit=1').expect(200)).body
  const [tag = 0] = (await superuser<{ id: string }>(`select id from tags where user_id = ${id} and name = 'everywhere'`)).map((row) => Number(row.id))
  const { body: deletedList } = await client.post('/api/me/lists', { name: 'Deleted' }).expect(201)
  await superuser(`insert into tasks (user_id, list_id, title) select ${id}, ${deletedList.id}, 'a ' || n from generate_series(1, 1000) n`)
  await client.delete(`/api/me/lists/${deletedList.id}`).expect(204)
  // As some time later.
  await cleanUp(service.database)
  await superuser('vacuum analyze tasks, tag_counts')
  return { ...client, id, heavy: { list: list.id, parent, tag, deletedParent, deletedList: deletedList.id } }
}
