import { randomUUID } from 'node:crypto'
import { describe, expect } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { expectMismatch, expectReplayed } from '../support/idempotency.ts'
import { createList } from '../support/lists.ts'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { acceptedFields, createTask, greatestId, readOnly, refusedBodies, refusedFields } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'

const test = testsOf('createTask')
const service = testService()

/** Sends JSON as it is written, which may be none. */
const postText = (text: string) => service.alice.post('/api/me/tasks').type('application/json').send(text)

async function tasksOf(who: Client): Promise<Task[]> {
  const { body } = await who.get('/api/me/tasks').expect(200)
  return body
}

describe('createTask', () => {
  test('201: the task as it was stored', async () => {
    const { body, headers } = await service.alice.post('/api/me/tasks', { title: 'Buy milk' }).expect(201)
    expect(body).toEqual({
      id: expect.any(Number),
      user_id: service.alice.id,
      list_id: null,
      parent_id: null,
      title: 'Buy milk',
      description: null,
      completed: false,
      priority: 'none',
      tags: [],
      subtask_count: 0,
      open_subtask_count: 0,
      due: null,
      due_date: null,
      recurrence: null,
      completed_at: null,
      version: 1,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      updated_at: body.created_at,
    })
    expect(headers['content-type']).toMatch(/^application\/json/)
    expect(headers['location']).toBe(`/api/${service.alice.id}/tasks/${body.id}`)
  })

  test('201: Location and ETag are those of the task', async () => {
    const { body, headers } = await service.alice.post('/api/me/tasks', { title: 'Buy milk' }).expect(201)
    const found = await service.alice.get(headers['location'] ?? '').expect(200)
    expect(found.body).toEqual(body)
    expect(found.headers['etag']).toBe(headers['etag'])
  })

  test.each(acceptedFields)('201: %s', async (_, fields) => {
    const task = await createTask(service.alice, fields)
    expect(task).toMatchObject(fields)
    const { body } = await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)
    expect(body).toEqual(task)
  })

  test('201: in a list', async () => {
    const { id } = await createList(service.alice)
    const task = await createTask(service.alice, { list_id: id })
    expect(task.list_id).toBe(id)
  })

  test('201: ids grow', async () => {
    const first = await createTask(service.alice)
    const second = await createTask(service.alice)
    expect(second.id).toBeGreaterThan(first.id)
  })

  test.each(Object.entries(readOnly))('201: %s in the body has no effect', async (field, value) => {
    const task = await createTask(service.alice, { [field]: value })
    expect(task).not.toMatchObject({ [field]: value })
    expect(task.user_id).toBe(service.alice.id)
  })

  test("201: bob's id in the body gives bob nothing", async () => {
    const before = await tasksOf(service.bob)
    await createTask(service.alice, { user_id: service.bob.id })
    expect(await tasksOf(service.bob)).toEqual(before)
  })

  test('201: a tag given twice, in other letters, is one', async () => {
    const { tags } = await createTask(service.alice, { tags: ['Work', 'work', 'Cafe\u0301', 'CAFÉ'] })
    expect(tags).toEqual(['Work', 'Cafe\u0301'])
    expect((await createTask(service.alice, { tags: ['WORK'] })).tags).toEqual(['Work'])
  })

  test.each([
    [
      ['Home', 'x', 'HOME'],
      ['Home', 'x'],
    ],
    [['home', ' home', 'home ', 'ho\u00adme'], ['home']],
    [['STRASSE', 'straße', 'Straẞe'], ['STRASSE']],
    [['ΣΑΣ', 'σασ', 'σας'], ['ΣΑΣ']],
    [['❤️', '❤'], ['❤️']],
    [
      ['ＡＢ', 'ab', 'ﬁx', 'FIX'],
      ['ＡＢ', 'ﬁx'],
    ],
    [['a b', 'a\u00a0b', 'a  b', 'a\tb'], ['a b']],
    [
      ['résumé', 'resume', 're\u0301sume\u0301'],
      ['résumé', 'resume'],
    ],
    [
      ['kır', 'kir', 'KIR'],
      ['kır', 'kir'],
    ],
    [
      ['か', 'が', 'カ'],
      ['か', 'が', 'カ'],
    ],
  ])('201: of the tags %j, those that are one are there once, as first spelled', async (given, expected) => {
    const who = frontEndUser(service, `tagger-${randomUUID()}`)
    const { tags } = await createTask(who, { tags: given })
    expect(tags).toEqual(expected)
    const { body } = await who.get('/api/me/tags').expect(200)
    expect(body).toMatchObject(expected.map((name) => ({ name })))
    expect(body).toHaveLength(expected.length)
    for (const name of given) {
      expect((await createTask(who, { tags: [name] })).tags, name).toEqual([expect.toSatisfy((tag: string) => expected.includes(tag))])
      expect((await who.get(`/api/me/tasks?limit=1&tag=${encodeURIComponent(name)}`).expect(200)).body, name).toHaveLength(1)
    }
    expect((await who.get('/api/me/tags').expect(200)).body).toHaveLength(expected.length)
  })

  test('201: twenty tasks at once with the same new tag make it once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => createTask(service.alice, { tags: ['at once'] })))
    const { body } = await service.alice.get('/api/me/tags').expect(200)
    expect((body as { name: string }[]).filter(({ name }) => name === 'at once')).toMatchObject([{ task_count: 20 }]) // as the contract has it
  })

  test('201: fields that nobody knows are ignored', async () => {
    const task = await createTask(service.alice, { urgency: 'high', category: 'errands', dueDate: '' })
    expect(Object.keys(task).filter((name) => ['urgency', 'category', 'dueDate'].includes(name))).toEqual([])
  })

  test.each(['__proto__', 'constructor', 'prototype', 'toString'])('201: the field %s is ignored', async (name) => {
    const { body } = await postText(`{"title": "Buy milk", "${name}": {"completed": true, "title": "Buy bread"}}`).expect(201)
    expect(body).toMatchObject({ title: 'Buy milk', completed: false })
  })

  test('201: a byte order mark before the JSON', async () => {
    const { body } = await postText('\uFEFF{"title": "Buy milk"}').expect(201)
    expect(body.title).toBe('Buy milk')
  })

  test('201: a trailing slash is the same list', async () => {
    const { body } = await service.alice.post('/api/me/tasks/', { title: 'Buy milk' }).expect(201)
    expect((await tasksOf(service.alice)).at(-1)).toEqual(body)
  })

  test("201: under the caller's integer id, and under its token's subject", async () => {
    const carol = frontEndUser(service, 'carol-at-the-front-end')
    const { body } = await carol.post('/api/carol-at-the-front-end/tasks', { title: 'Buy milk' }).expect(201)
    const { headers } = await carol.post(`/api/${body.user_id}/tasks`, { title: 'Buy bread' }).expect(201)
    expect(headers['location']).toMatch(new RegExp(`^/api/${body.user_id}/tasks/`))
    expect(await tasksOf(carol)).toMatchObject([{ title: 'Buy milk' }, { title: 'Buy bread' }])
  })

  test('201: strict handling is confirmed', async () => {
    const strict = service.alice.post('/api/me/tasks', { title: 'Buy milk' }).set('Prefer', 'handling=strict')
    const { headers } = await strict.expect(201)
    expect(headers['preference-applied']).toBe('handling=strict')
  })

  test('201: the same answer again for the same Idempotency-Key, and one task', async () => {
    const before = await tasksOf(service.alice)
    const { body } = await expectReplayed(() => service.alice.post('/api/me/tasks', { title: 'Buy milk' }))
    expect(await tasksOf(service.alice)).toEqual([...before, body])
  })

  test.each(refusedFields)('400: %s', async (_, json, pointer, detail) => {
    const before = await tasksOf(service.alice)
    const { body } = await postText(`{${json.startsWith('"title"') ? '' : '"title": "Buy milk", '}${json}}`).expect(400)
    expect(body).toMatchObject({ type: '/docs/problems/invalid-request', status: 400, message: body.detail })
    expect(body.errors).toContainEqual({ pointer, detail })
    expect(await tasksOf(service.alice)).toEqual(before)
  })

  test("400: another user's list, with the same message as an unknown one", async () => {
    const before = await tasksOf(service.alice)
    const his = await createList(service.bob)
    const [taken, unknown] = [
      await service.alice.post('/api/me/tasks', { title: 'Buy milk', list_id: his.id }).expect(400),
      await service.alice.post('/api/me/tasks', { title: 'Buy milk', list_id: greatestId }).expect(400),
    ]
    expect(taken.body).toEqual(unknown.body)
    expect(await tasksOf(service.alice)).toEqual(before)
  })

  test.each(refusedBodies)('400: the body %j', async (text) => {
    const { body } = await postText(text).expect(400)
    expect(body.type).toBe('/docs/problems/invalid-request')
  })

  test('400: a body that is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"title": "Buy '), Buffer.from([0xff, 0xfe]), Buffer.from('"}')])
    const headers = { 'Authorization': `Bearer ${service.alice.token}`, 'Content-Type': 'application/json' }
    const answer = await fetch(`${service.url}/api/me/tasks`, { method: 'POST', headers, body: bytes })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ detail: 'The body is not UTF-8.' })
  })

  test('400: no body', async () => {
    const { body } = await service.alice.post('/api/me/tasks').expect(400)
    expect(body.detail).toBe('This operation requires a JSON body.')
  })

  test('400: no title', async () => {
    const { body } = await service.alice.post('/api/me/tasks', { description: 'Semi-skimmed.' }).expect(400)
    expect(body.errors).toEqual([{ pointer: '#/title', detail: 'is required' }])
  })

  test('400: every field at fault is named', async () => {
    const { body } = await service.alice.post('/api/me/tasks', { title: ' ', description: 1, completed: 'no' }).expect(400)
    const fields = ['title', 'description', 'completed']
    expect(new Set(body.errors)).toEqual(new Set(fields.map((field) => ({ pointer: `#/${field}`, detail: expect.any(String) }))))
    for (const field of fields) expect(body.detail).toContain(field)
  })

  test('400: each unknown field and parameter, for those who want to be told', async () => {
    const before = await tasksOf(service.alice)
    const strict = service.alice.post('/api/me/tasks?url_user_id=1&draft', { title: 'Buy milk', urgency: 1, user_id: 1 })
    const { body } = await strict.set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toEqual([
      { parameter: 'url_user_id', detail: 'is not a parameter of this operation' },
      { parameter: 'draft', detail: 'is not a parameter of this operation' },
      { pointer: '#/urgency', detail: 'is not a field of this operation' },
      { pointer: '#/user_id', detail: 'is not a field of this operation' },
    ])
    expect(await tasksOf(service.alice)).toEqual(before)
  })

  test('422: an Idempotency-Key that came with another title', async () => {
    const before = await tasksOf(service.alice)
    const post = (title: string) => service.alice.post('/api/me/tasks', { title })
    await expectMismatch(post('Buy milk'), post('Buy bread'))
    expect(await tasksOf(service.alice)).toEqual([...before, expect.objectContaining({ title: 'Buy milk' })])
  })
})
