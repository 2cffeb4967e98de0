import { pino } from 'pino'
import { expect } from 'vitest'
import { deleteExpired } from '../../src/database/cleanup.ts'
import { codeOf } from '../../src/database/errors.ts'
import type { Connections } from '../../src/database/connections.ts'
import { thingsOf } from './random-things.ts'
import type { Client, TestService } from './service.ts'

export type Below = (most: number) => number

const deadlockDetected = '40P01'
const log = pino({ level: 'silent' })

/** Numbers that are the same in every run: a linear congruential generator. */
export const numbers =
  (seed: number): Below =>
  (below) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return (seed >>> 8) % below
  }

/** Has several writers change what a user has, at once and at random; the cleanup runs meanwhile. */
export async function writeAtRandom(
  service: TestService,
  connections: Connections,
  who: Client,
  { seed, writers, steps }: { seed: number; writers: number; steps: number },
): Promise<void> {
  const work = Array.from({ length: writers }, async (_, index) => {
    const below = numbers(seed * 100 + index)
    for (let count = 0; count < steps; count += 1) await step(service, connections, who, below)
  })
  await Promise.all(work)
}

/** Has a task expire in the trash, unless a request holds what it needs: a superuser's statement is not repeated as a request is. */
async function age({ database }: TestService, id: number): Promise<void> {
  const statement = `with old as (update trash set deleted_at = now() - interval '31 days' where task_id = ${id} returning task_id)
    update tasks set deleted_at = now() - interval '31 days' from old where id = task_id`
  await database.superuser(statement).catch((error: unknown) => {
    if (codeOf(error) !== deadlockDetected) throw error
  })
}

async function step(service: TestService, connections: Connections, who: Client, below: Below): Promise<void> {
  const { tasks, trash, lists, deletedLists, tags, any, anyList } = await thingsOf(async (path) => (await who.get(`/api/me/${path}?limit=1000`)).body, below)
  const tag = (): string => `${below(2) === 0 ? 't' : 'T'}${below(12)}`
  const title = 'ä'.repeat(1 + below(40))
  const actions: (() => PromiseLike<{ status: number } | object[] | void>)[] = [
    () => who.post('/api/me/tasks', { title, tags: [tag()], list_id: anyList(), completed: below(3) === 0 }),
    () => who.post('/api/me/tasks', { title, tags: [tag(), tag()], parent_id: any(tasks) }),
    () => who.post('/api/me/tasks', { title, tags: [tag()], due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=DAILY;COUNT=2' } }),
    () => who.post('/api/me/lists', { name: title }),
    () => who.patch(`/api/me/tasks/${any(tasks)}`, { title, description: title, tags: [tag(), tag()] }),
    () => who.patch(`/api/me/tasks/${any(tasks)}`, { completed: below(2) === 0 }),
    () => who.patch(`/api/me/tasks/${any(tasks)}`, { list_id: anyList() }),
    () => who.patch(`/api/me/tasks/${any(tasks)}/complete`, { completed: true, cascade: below(2) === 0 }),
    () => who.put(`/api/me/tasks/${any(tasks)}/position`, { list_id: anyList(), last: true }),
    () => who.patch(`/api/me/lists/${any(lists)}`, { name: title }),
    () => who.patch(`/api/me/tags/${any(tags)}`, { name: `t${below(12)}` }),
    () => who.delete(`/api/me/tags/${any(tags)}`),
    () => who.delete(`/api/me/tasks/${any(tasks)}?cascade=${below(2) === 0}`),
    () => who.delete(`/api/me/lists/${any(lists)}`),
    () => who.post(`/api/me/lists/${any(deletedLists)}/restore`),
    () => who.post(`/api/me/tasks/${any(trash)}/restore`),
    () => who.delete(`/api/me/trash/${any(trash)}`),
    () => who.delete('/api/me/trash'),
    () =>
      who.post('/api/me/batch', {
        atomic: below(2) === 0,
        operations: [
          { operationId: 'createTask', body: { title, tags: [tag()] } },
          { operationId: 'deleteTask', params: { id: any(tasks) } },
        ],
      }),
    () => who.post('/api/me/tasks', { title, tags: [tag()] }).set('Prefer', 'dry-run'),
    () => age(service, any(trash)),
    () => deleteExpired(connections, log, { most: 1 + below(5) }),
  ]
  const answer = await actions[below(actions.length)]?.()
  // 503 is for what waited too long for the others, on a busy machine.
  if (answer && 'status' in answer) expect(answer.status).not.toBe(500)
}
