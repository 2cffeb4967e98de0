import type { TestService } from './service.ts'
import { createTask } from './tasks.ts'
import type { Task } from './tasks.ts'

/** What Alice does with tasks and what is below them. */
export function subtasksOf(service: TestService) {
  const get = async (id: number): Promise<Task> => (await service.alice.get(`/api/me/tasks/${id}`).expect(200)).body
  return {
    get,
    post: (path: string, body?: object) => service.alice.post(`/api/me/tasks/${path}`, body),
    put: (path: string, body: object) => service.alice.put(`/api/me/tasks/${path}`, body),
    patch: (path: number | string, body?: object) => service.alice.patch(`/api/me/tasks/${path}`, body),
    remove: (path: number | string) => service.alice.delete(`/api/me/tasks/${path}`),
    gone: (id: number) => service.alice.get(`/api/me/tasks/${id}`).expect(404),
    /** Creates a task below another. */
    below: (parent: { id: number }, fields: object = {}): Promise<Task> => createTask(service.alice, { parent_id: parent.id, ...fields }),
    /** How many are right below a task. */
    async counts(id: number): Promise<[all: number, open: number]> {
      const { subtask_count, open_subtask_count } = await get(id)
      return [subtask_count, open_subtask_count]
    },
  }
}
