import { expect, test } from 'vitest'
import { testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const service = testService()

/** Every instant in a response, by its name. */
function instantsIn(value: unknown): [name: string, text: string][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, child]) => (name.endsWith('_at') && typeof child === 'string' ? [[name, child]] : instantsIn(child)))
}

// Postgres writes no zeros at the end of a fraction, and no fraction of a whole second.
test.each([
  ['2026-11-21T08:05:00.123456Z', '2026-11-21T08:05:00.123456Z'],
  ['2026-11-21T08:05:00.12345Z', '2026-11-21T08:05:00.123450Z'],
  ['2026-11-21T08:05:00.1234Z', '2026-11-21T08:05:00.123400Z'],
  ['2026-11-21T08:05:00.000001Z', '2026-11-21T08:05:00.000001Z'],
  ['2026-11-21T08:05:00Z', '2026-11-21T08:05:00.000000Z'],
])('200: %s is %s, in whatever is read', async (stored, shown) => {
  const task = await createTask(service.alice, { tags: ['home'] })
  await service.alice.post('/api/me/lists', { name: 'House' }).expect(201)
  const { id } = await createTask(service.alice, { due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=DAILY' } })
  await service.alice.patch(`/api/me/tasks/${id}/complete`, { completed: true }).expect(200)
  const gone = await createTask(service.alice)
  await service.alice.delete(`/api/me/tasks/${gone.id}`).expect(204)
  const columns = await service.database.superuser<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and data_type = 'timestamp with time zone' and column_name in ('created_at', 'updated_at')
       and table_name in ('tasks', 'lists', 'tags', 'users')`,
  )
  expect(columns.length).toBeGreaterThan(4)
  const sets = columns.map(({ table, column }) => `update ${table} set ${column} = '${stored}'`)
  for (const statement of [...sets, `update occurrences set completed_at = '${stored}'`, `update trash set deleted_at = '${stored}'`]) {
    await service.database.superuser(statement)
  }
  const paths = ['/api/me', '/api/me/tasks', `/api/me/tasks/${task.id}`, '/api/me/lists', '/api/me/tags', '/api/me/trash', `/api/me/tasks/${id}/occurrences`]
  const found: [string, string][] = []
  for (const path of paths) found.push(...instantsIn((await service.alice.get(path).expect(200)).body))
  expect(new Set(found.map(([name]) => name))).toEqual(new Set(['created_at', 'updated_at', 'completed_at', 'deleted_at']))
  expect(new Set(found.map(([, text]) => text))).toEqual(new Set([shown]))
})

test('200: an offset that a session has makes no difference', async () => {
  const { created_at } = await createTask(service.alice)
  expect(created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
})
