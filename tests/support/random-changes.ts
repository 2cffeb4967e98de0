import { expect } from 'vitest'
import { thingsOf } from './random-things.ts'
import type { Client } from './service.ts'

/** Changes something at random; nothing is purged. */
export async function changeAtRandom(who: Client, below: (most: number) => number): Promise<void> {
  const { tasks, trash, lists, deletedLists, tags, any, anyList } = await thingsOf(
    async (path) => (await who.get(`/api/me/${path}?limit=1000`).expect(200)).body,
    below,
  )
  const tag = (): string => `t${below(6)}`
  const due = { date_time: `2026-12-${10 + below(20)}T10:00`, ...(below(2) === 0 && { time_zone: 'Europe/Berlin' }) }
  const actions = [
    () => who.post('/api/me/tasks', { title: 'New', tags: [tag()], list_id: anyList(), completed: below(3) === 0, due }),
    () => who.post('/api/me/tasks', { title: 'Below', tags: [tag(), tag()], parent_id: any(tasks) }),
    () => who.post('/api/me/tasks', { title: 'Daily', due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=DAILY;COUNT=2' } }),
    () => who.post('/api/me/lists', { name: 'New' }),
    () => who.patch(`/api/me/tasks/${any(tasks)}`, { title: `Title ${below(3)}`, tags: [tag(), tag()], due }),
    () => who.patch(`/api/me/tasks/${any(tasks)}`, { list_id: anyList() }),
    () => who.patch(`/api/me/tasks/${any(tasks)}`, { parent_id: any(tasks) }),
    () => who.patch(`/api/me/tasks/${any(tasks)}/complete`, { cascade: below(2) === 0 }),
    () => who.patch(`/api/me/tasks/${any(tasks)}/complete`),
    () => who.put(`/api/me/tasks/${any(tasks)}/position`, { after: any(tasks) }),
    () => who.put(`/api/me/lists/${any(lists)}/position`, { first: true }),
    () => who.patch(`/api/me/tags/${any(tags)}`, { name: tag() }),
    () => who.delete(`/api/me/tags/${any(tags)}`),
    () => who.delete(`/api/me/tasks/${any(tasks)}?cascade=${below(2) === 0}`),
    () => who.delete(`/api/me/lists/${any(lists)}`),
    () => who.post(`/api/me/lists/${any(deletedLists)}/restore`),
    () => who.post(`/api/me/tasks/${any(trash)}/restore`),
    () => who.post(`/api/me/tasks/${any(trash)}/restore`),
    () => who.patch('/api/me', { time_zone: below(2) === 0 ? 'Asia/Tokyo' : 'UTC' }),
    () =>
      who.post('/api/me/batch', {
        operations: [
          { operationId: 'createTask', body: { title: 'Batch', tags: [tag()], parent_id: any(tasks) } },
          { operationId: 'deleteTask', params: { id: any(tasks) } },
          { operationId: 'patchTask', params: { id: any(tasks) }, body: { title: 'Batch', list_id: anyList() } },
        ],
      }),
  ]
  const answer = await actions[below(actions.length)]?.()
  expect(answer?.status).toBeLessThan(500)
}
