import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Test } from 'supertest'
import { describe, expect, test } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { createList } from '../support/lists.ts'
import { createRecurring } from '../support/recurring.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const service = testService()

/** Somebody new. */
const somebody = (): Client => frontEndUser(service, randomUUID())
/** A request for a change of a version, to be merged. */
const merging = (request: Test, version = 1): Test => request.set('If-Match', `"${version}"`).set('Prefer', 'merge')
const pathOf = ({ id }: { id: number }): string => `/api/me/tasks/${id}`

describe('with Prefer: merge, a change of a version that is not current', () => {
  test.each(['put', 'patch'] as const)('200: of a task by %s, where others have changed other fields', async (method) => {
    const who = somebody()
    const task = await createTask(who)
    await who.patch(pathOf(task), { title: 'Buy soy milk', tags: ['errands'] }).expect(200)
    await who.patch(pathOf(task), { completed: true }).expect(200)
    const { body, headers } = await merging(who[method](pathOf(task), { description: 'Two bottles.', priority: 'high' })).expect(200)
    const change = { title: 'Buy soy milk', tags: ['errands'], completed: true, description: 'Two bottles.', priority: 'high' }
    expect(body).toMatchObject({ ...change, version: 4 })
    expect(headers).toMatchObject({ 'etag': '"4"', 'preference-applied': 'merge' })
  })

  test('200: of a list and of a tag', async () => {
    const who = somebody()
    const list = await createList(who, { name: 'Work' })
    await createTask(who, { tags: ['home'] })
    const { body: tags } = await who.get('/api/me/tags').expect(200)
    for (const path of [`/api/me/lists/${list.id}`, `/api/me/tags/${tags[0].id}`]) {
      await who.patch(path, { name: 'Garden' }).expect(200)
      const { body } = await merging(who.patch(path, { color: '#4a90d9' })).expect(200)
      expect(body).toMatchObject({ name: 'Garden', color: '#4a90d9', version: 3 })
      const { body: problem, headers } = await merging(who.patch(path, { name: 'House' })).expect(409)
      expect(problem.type).toBe('/docs/problems/merge-conflict')
      expect(problem.errors).toMatchObject([{ pointer: '#/name', theirs: 'Garden', yours: 'House' }])
      expect(headers['etag']).toBe('"3"')
    }
  })

  test('409: of the same fields, with what each was, is, and would be, and nothing is changed', async () => {
    const who = somebody()
    const task = await createTask(who, { due: { date: '2026-11-21' } })
    await who.patch(pathOf(task), { title: 'Buy bread' }).expect(200)
    const { body: now } = await who.patch(pathOf(task), { title: 'Buy soy milk', due: null }).expect(200)
    const change = { title: 'Buy oat milk', due: { date: '2026-11-22' }, tags: ['new'] }
    const { body, headers } = await merging(who.patch(pathOf(task), change)).expect(409)
    const detail = 'was changed since'
    expect(body.errors).toEqual([
      { pointer: '#/title', detail, base: 'Buy milk', theirs: 'Buy soy milk', yours: 'Buy oat milk' },
      { pointer: '#/due', detail, base: { date: '2026-11-21' }, theirs: null, yours: { date: '2026-11-22' } },
    ])
    expect(headers).toMatchObject({ etag: '"3"' })
    expect(headers).not.toHaveProperty('preference-applied')
    expect((await who.get(pathOf(task)).expect(200)).body).toEqual(now)
    expect((await who.get('/api/me/tags').expect(200)).body).toEqual([])
    // From a later version there is less to merge.
    expect((await merging(who.patch(pathOf(task), change), 2).expect(409)).body.errors[0].base).toBe('Buy bread')
  })

  test('200: to the same value, and of a field that others have changed and changed back', async () => {
    const who = somebody()
    const task = await createTask(who)
    for (const title of ['Buy bread', 'Buy milk']) await who.patch(pathOf(task), { title, due: { date: '2026-11-21' } }).expect(200)
    const change = { title: 'Buy oat milk', due: { date: '2026-11-21' } }
    expect((await merging(who.patch(pathOf(task), change)).expect(200)).body).toMatchObject(change)
  })

  test('200: with fields that no client changes, as a whole task has them', async () => {
    const who = somebody()
    const task = await createTask(who)
    await who.patch(pathOf(task), { priority: 'low' }).expect(200)
    const { id, user_id, version, updated_at, created_at, subtask_count } = task
    await merging(who.put(pathOf(task), { id, user_id, version, updated_at, created_at, subtask_count, title: 'Buy oat milk' })).expect(200)
  })

  test('200, 409: completing a task that was renamed, and one that was completed', async () => {
    const who = somebody()
    for (const body of [{ completed: true }, undefined]) {
      const task = await createTask(who)
      await who.patch(pathOf(task), { title: 'Buy oat milk' }).expect(200)
      const complete = (): Test => merging(who.patch(`${pathOf(task)}/complete`, body))
      expect((await complete().expect(200)).body).toMatchObject({ title: 'Buy oat milk', completed: true })
      // To the same value it is no conflict; to the other one, it is.
      if (body) await complete().expect(200)
      else expect((await complete().expect(409)).body.errors).toEqual([{ pointer: '#/completed', detail: 'was changed since', base: false, theirs: true }])
    }
  })

  test.each([{ completed: true }, { completed: false }])('409: completing or reopening an occurrence by %j that is another one now', async (change) => {
    const who = somebody()
    const task = await createRecurring(who)
    await who.patch(`${pathOf(task)}/complete`, { completed: true }).expect(200)
    for (const path of [pathOf(task), `${pathOf(task)}/complete`]) {
      const { body } = await merging(who.patch(path, change)).expect(409)
      expect(body.errors).toContainEqual({ pointer: '#/due', detail: 'was changed since', base: { date: '2026-11-21' }, theirs: { date: '2026-11-28' } })
    }
    await merging(who.patch(pathOf(task), { title: 'Buy oat milk' })).expect(200)
  })

  test('409: completing subtasks that were added since', async () => {
    const who = somebody()
    const task = await createTask(who)
    await createTask(who, { parent_id: task.id })
    await merging(who.patch(`${pathOf(task)}/complete`, { completed: true, cascade: true })).expect(409)
    await merging(who.patch(`${pathOf(task)}/complete`, { completed: true })).expect(200)
  })

  test('409: into a list, of what others have put below another task', async () => {
    const who = somebody()
    const [list, other] = [await createList(who), await createList(who)]
    const [parent, task] = [await createTask(who, { list_id: list.id }), await createTask(who)]
    await who.patch(pathOf(task), { parent_id: parent.id }).expect(200)
    const { body } = await merging(who.patch(pathOf(task), { list_id: other.id })).expect(409)
    expect(body.errors).toEqual([
      { pointer: '#/list_id', detail: 'was changed since', base: null, theirs: list.id, yours: other.id },
      { pointer: '#/parent_id', detail: 'was changed since', base: null, theirs: parent.id },
    ])
    await merging(who.patch(pathOf(task), { parent_id: parent.id })).expect(200)
  })

  test('200: of a task that was deleted and restored meanwhile', async () => {
    const who = somebody()
    const task = await createTask(who, { description: 'Two bottles.' })
    await who.patch(pathOf(task), { description: null }).expect(200)
    await who.delete(pathOf(task)).expect(204)
    await who.post(`${pathOf(task)}/restore`).expect(200)
    await merging(who.patch(pathOf(task), { description: 'One bottle.' })).expect(409)
    expect((await merging(who.patch(pathOf(task), { title: 'Buy oat milk' })).expect(200)).body).toMatchObject({ title: 'Buy oat milk', description: null })
  })

  test('404: of a task that is deleted', async () => {
    const who = somebody()
    const task = await createTask(who)
    await who.delete(pathOf(task)).expect(204)
    await merging(who.patch(pathOf(task), { title: 'Buy oat milk' })).expect(404)
  })

  test("404: of somebody else's", async () => {
    const task = await createTask(somebody())
    await merging(somebody().patch(pathOf(task), { title: 'Buy oat milk' })).expect(404)
  })

  test('412: of a version that never was, or that is not on record any more', async () => {
    const who = somebody()
    const task = await createTask(who)
    await who.patch(pathOf(task), { title: 'Buy oat milk' }).expect(200)
    await merging(who.patch(pathOf(task), { priority: 'low' }), 99).expect(412)
    await service.database.superuser(`delete from changes where entity_id = ${task.id}`)
    const { headers } = await merging(who.patch(pathOf(task), { priority: 'low' })).expect(412)
    expect(headers).toMatchObject({ etag: '"2"' })
    expect(headers).not.toHaveProperty('preference-applied')
  })

  test('412: of a version that If-None-Match excludes as well', async () => {
    const who = somebody()
    const task = await createTask(who)
    await who.patch(pathOf(task), { title: 'Buy oat milk' }).expect(200)
    await merging(who.patch(pathOf(task), { priority: 'low' }))
      .set('If-None-Match', '"1"')
      .expect(412)
  })

  test('412: where the operation has nothing to merge', async () => {
    const who = somebody()
    const task = await createTask(who)
    await who.patch(pathOf(task), { title: 'Buy oat milk' }).expect(200)
    await merging(who.put(`${pathOf(task)}/position`, { first: true })).expect(412)
    await merging(who.delete(pathOf(task))).expect(412)
  })

  test('200: with the other preferences, and of the version there is, nothing is merged', async () => {
    const who = somebody()
    const task = await createTask(who)
    const { headers: plain } = await merging(who.patch(pathOf(task), { title: 'Buy oat milk' })).expect(200)
    expect(plain).not.toHaveProperty('preference-applied')
    const request = who.patch(pathOf(task), { priority: 'low' }).set('If-Match', '"1"').set('Prefer', 'dry-run, merge, handling=strict')
    const { body, headers } = await request.expect(200)
    expect(headers['preference-applied']).toBe('handling=strict, dry-run, merge')
    expect(body).toMatchObject({ title: 'Buy oat milk', priority: 'low' })
    expect((await who.get(pathOf(task)).expect(200)).body).toMatchObject({ priority: 'none', version: 2 })
  })

  test('200: the same answer again for the same Idempotency-Key, and 422 without the preference', async () => {
    const who = somebody()
    const [task, key] = [await createTask(who), randomUUID()]
    await who.patch(pathOf(task), { title: 'Buy oat milk' }).expect(200)
    const request = (): Test => who.patch(pathOf(task), { priority: 'low' }).set('If-Match', '"1"').set('Idempotency-Key', key)
    const first = await request().set('Prefer', 'merge').expect(200)
    const again = await request().set('Prefer', 'merge').expect(200)
    expect(again.body).toEqual(first.body)
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', 'preference-applied': 'merge' })
    await request().expect(422)
  })
})

describe('merging', () => {
  // Few values, so that clients often change the same field, to the same value, or back.
  const fields = fc.record(
    { title: fc.constantFrom('a', 'b'), description: fc.constantFrom('a', null), priority: fc.constantFrom('low', 'high') },
    { requiredKeys: [] },
  )
  const step = fc.record({ client: fc.nat(2), change: fields.filter((change) => Object.keys(change).length > 0) })

  test('three clients that change one task from what each has read lose nothing, and are refused only for what another has changed', async () => {
    const who = somebody()
    const property = fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const task = await createTask(who, { title: 'a', description: null, priority: 'low' })
      const states = new Map<number, Record<string, unknown>>([[1, { title: 'a', description: null, priority: 'low' }]])
      let current = 1
      const read = [1, 1, 1]
      for (const { client, change } of steps) {
        const [base, now] = [states.get(read[client] ?? 1), states.get(current)]
        const refused = Object.entries(change).filter(([field, value]) => base?.[field] !== now?.[field] && value !== now?.[field])
        const { status, body } = await merging(who.patch(pathOf(task), change), read[client])
        expect(status).toBe(refused.length > 0 ? 409 : 200)
        if (status === 200) states.set((current = body.version), { ...now, ...change })
        else expect(body.errors).toMatchObject(refused.map(([field]) => ({ pointer: `#/${field}` })))
        read[client] = current
        expect((await who.get(pathOf(task)).expect(200)).body).toMatchObject({ ...states.get(current), version: current })
      }
    })
    await fc.assert(property, { numRuns: 25 })
  })

  test('200: many at once, each of another field or task, and none is lost', async () => {
    const who = somebody()
    const task = await createTask(who)
    const changes = [{ title: 'Buy oat milk' }, { description: 'Two bottles.' }, { priority: 'high' }, { due: { date: '2026-11-21' } }, { tags: ['errands'] }]
    const answers = await Promise.all(changes.map((change) => merging(who.patch(pathOf(task), change))))
    expect(answers.map(({ status }) => status)).toEqual(changes.map(() => 200))
    expect((await who.get(pathOf(task)).expect(200)).body).toMatchObject({ ...Object.assign({}, ...changes), version: 6 })
  })

  test('409: many at once of one field, and all but the first are refused', async () => {
    const who = somebody()
    const task = await createTask(who)
    const answers = await Promise.all([1, 2, 3, 4].map((each) => merging(who.patch(pathOf(task), { title: `Buy ${each}` }))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409])
  })

  test('200: in a batch, each operation by its own version, and what the batch itself has changed is no conflict', async () => {
    const who = somebody()
    const [task, other]: Task[] = [await createTask(who), await createTask(who)]
    if (!task || !other) throw new Error('two tasks were created')
    await who.patch(pathOf(other), { title: 'Buy bread' }).expect(200)
    const change = ({ id }: Task, body: object): object => ({ operationId: 'patchTask', params: { id }, if_match: '"1"', body })
    const operations = [
      change(task, { title: 'One' }),
      change(task, { title: 'Two', priority: 'low' }),
      change(other, { priority: 'high' }),
      change(other, { title: 'Three' }),
    ]
    const batch = (atomic: boolean): Test => who.post('/api/me/batch', { atomic, operations }).set('Prefer', 'merge')
    const { body: problem } = await batch(true).expect(409)
    expect(problem.errors).toEqual([
      { pointer: '#/operations/3/body/title', detail: 'was changed since', base: 'Buy milk', theirs: 'Buy bread', yours: 'Three' },
    ])
    const { body, headers } = await batch(false).expect(200)
    expect(headers).not.toHaveProperty('preference-applied')
    expect(body.results).toMatchObject([
      { status: 200, headers: { ETag: '"2"' } },
      { status: 200, headers: { 'Preference-Applied': 'merge' }, body: { title: 'Two', priority: 'low' } },
      { status: 200, headers: { 'Preference-Applied': 'merge' }, body: { title: 'Buy bread', priority: 'high' } },
      { status: 409, body: { type: '/docs/problems/merge-conflict' } },
    ])
  })
})
