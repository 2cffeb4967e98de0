import { expect, test } from 'vitest'
import { compare, crash } from '../../scripts/torture/crash.ts'

test('2xx: no acknowledged write is lost and none is done twice, though the service and its database are killed', async () => {
  const reports = await crash(2, () => undefined)
  expect(reports).toEqual([
    { what: 'service', kills: 2, acknowledged: expect.any(Number), lost: 0, doubled: 0, medianOutage: expect.any(Number) },
    { what: 'database', kills: 2, acknowledged: expect.any(Number), lost: 0, doubled: 0, medianOutage: expect.any(Number) },
  ])
  for (const { acknowledged } of reports) expect(acknowledged).toBeGreaterThan(40)
}, 120_000)

test('2xx: a write that is missing, undone or there twice would be noticed', () => {
  const written = [1, 2, 3, 4].map((id) => ({ id, title: `task ${id}`, completed: true }))
  const kept = [
    { id: 1, title: 'task 1', completed: true },
    { id: 2, title: 'task 2', completed: false },
    { id: 3, title: 'task 3', completed: true },
    { id: 5, title: 'task 3', completed: true },
  ]
  expect(compare(written, kept)).toEqual({ lost: 1, doubled: 2 })
})
