import { randomUUID } from 'node:crypto'
import type { Test } from 'supertest'
import { describe, expect, test } from 'vitest'
import { frontEndUser } from '../support/front-end.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const service = testService()

/** Somebody new. */
const somebody = (): Client => frontEndUser(service, randomUUID())

async function etagOf(request: Test): Promise<string> {
  const { headers, status, text } = await request
  expect(status, text).toBeOneOf([200, 201])
  return headers['etag'] ?? ''
}

const strong = /^"[^"]+"$/

type Write = (who: Client, id: number) => Test

const writes: [name: string, write: Write][] = [
  ['PUT', (who, id) => who.put(`/api/me/tasks/${id}`, { title: 'changed' })],
  ['PATCH', (who, id) => who.patch(`/api/me/tasks/${id}`, { title: 'changed' })],
  ['complete', (who, id) => who.patch(`/api/me/tasks/${id}/complete`, { completed: true })],
  ['DELETE', (who, id) => who.delete(`/api/me/tasks/${id}`)],
]
const changes = writes.filter(([name]) => name !== 'DELETE')

describe('ETag', () => {
  test('201, 200: strong, and the same for the same version', async () => {
    const who = somebody()
    const { body, headers } = await who.post('/api/me/tasks', { title: 'x' }).expect(201)
    expect(headers['etag']).toMatch(strong)
    for (let again = 0; again < 2; again += 1) expect(await etagOf(who.get(`/api/me/tasks/${body.id}`))).toBe(headers['etag'])
  })

  test.each(changes)('200: another one after %s, and that of the task as it is answered', async (_, write) => {
    const who = somebody()
    const { id } = await createTask(who)
    const before = await etagOf(who.get(`/api/me/tasks/${id}`))
    const after = await etagOf(write(who, id))
    expect(after).toMatch(strong)
    expect(after).not.toBe(before)
    expect(await etagOf(who.get(`/api/me/tasks/${id}`))).toBe(after)
  })

  test('200: never one again that the task has had', async () => {
    const who = somebody()
    const { id } = await createTask(who)
    const seen = new Set([await etagOf(who.get(`/api/me/tasks/${id}`))])
    for (let turn = 0; turn < 10; turn += 1) seen.add(await etagOf(who.patch(`/api/me/tasks/${id}/complete`)))
    expect(seen).toHaveProperty('size', 11)
  })
})

describe('If-Match', () => {
  const condition: [name: string, ifMatch: (etag: string) => string][] = [
    ['the version there is', (etag) => etag],
    ['it among others', (etag) => `"999999", ${etag} ,"x"`],
    ['any', () => '*'],
  ]
  const passing = writes.flatMap(([name, write]) => condition.map(([what, ifMatch]) => [name, what, write, ifMatch] as const))

  test.each(passing)('2xx: %s with %s', async (_, _what, write, ifMatch) => {
    const who = somebody()
    const { id } = await createTask(who)
    const etag = await etagOf(who.get(`/api/me/tasks/${id}`))
    const { status, text } = await write(who, id).set('If-Match', ifMatch(etag))
    expect(status, text).toBeOneOf([200, 204])
    expect((await who.get('/api/me/tasks').expect(200)).body).not.toMatchObject([{ title: 'Buy milk', completed: false }])
  })

  const stale: [name: string, ifMatch: (etag: string, old: string) => string][] = [
    ['a version that was', (_, old) => old],
    ['the version as a weak tag', (etag) => `W/${etag}`],
    ['the version as a weak tag among others', (etag, old) => `${old}, W/${etag}`],
    ['a tag that is not ours', () => '"x"'],
    ['the empty tag', () => '""'],
    ['the version with a zero before it', (etag) => etag.replace('"', '"0')],
    ['a version beyond all bounds', () => '"99999999999999999999"'],
  ]
  const failing = writes.flatMap(([name, write]) => stale.map(([what, ifMatch]) => [name, what, write, ifMatch] as const))

  test.each(failing)('412: %s with %s', async (_, _what, write, ifMatch) => {
    const who = somebody()
    const { id } = await createTask(who)
    const old = await etagOf(who.get(`/api/me/tasks/${id}`))
    const etag = await etagOf(who.patch(`/api/me/tasks/${id}`, { title: 'someone else was here' }))
    const { body: before } = await who.get(`/api/me/tasks/${id}`).expect(200)
    const { body, headers } = await write(who, id).set('If-Match', ifMatch(etag, old)).expect(412)
    expect(headers['etag']).toBe(etag)
    expect(body.type).toBe('/docs/problems/precondition-failed')
    expect((await who.get(`/api/me/tasks/${id}`).expect(200)).body).toEqual(before)
  })

  test.each(writes)('404: %s with any version of a task that is not there', async (_, write) => {
    const who = somebody()
    const { id } = await createTask(who)
    await who.delete(`/api/me/tasks/${id}`).expect(204)
    await write(who, id).set('If-Match', '*').expect(404)
    await write(who, id).set('If-Match', '"1"').expect(404)
  })

  test.each(writes)("404: %s of bob's task, whose version is not told", async (_, write) => {
    const { id } = await createTask(service.bob)
    const { headers } = await write(service.alice, id).set('If-Match', '"999999"').expect(404)
    expect(headers).not.toHaveProperty('etag')
  })

  const malformed = ['1', '""1', '"1', '1"', '"1" "2"', '"1",', '*, "1"', 'w/"1"', '"a b"', '']
  const refused = writes.flatMap(([name, write]) => malformed.map((ifMatch) => [name, ifMatch, write] as const))

  test.each(refused)('400: %s with %j', async (_, ifMatch, write) => {
    const who = somebody()
    const task = await createTask(who)
    const { body } = await write(who, task.id).set('If-Match', ifMatch).expect(400)
    expect(body.errors).toContainEqual({ header: expect.stringMatching(/^if-match$/i), detail: expect.any(String) })
    expect((await who.get(`/api/me/tasks/${task.id}`).expect(200)).body).toEqual(task)
  })
})

describe('If-None-Match', () => {
  test.each(changes)('304 and 200: the task before and after %s', async (_, write) => {
    const who = somebody()
    const { id } = await createTask(who)
    const ask = (etag: string) => who.get(`/api/me/tasks/${id}`).set('If-None-Match', etag)
    const etag = await etagOf(who.get(`/api/me/tasks/${id}`))
    expect((await ask(etag).expect(304)).text).toBe('')
    await write(who, id)
    expect(await etagOf(ask(etag).expect(200))).not.toBe(etag)
  })

  const all: [name: string, write: Write][] = [...writes, ['POST', (who) => who.post('/api/me/tasks', { title: 'another' })]]

  test.each(all)('304 and 200: the list before and after %s', async (_, write) => {
    const who = somebody()
    await createTask(who)
    const { id } = await createTask(who)
    const ask = (etag: string) => who.get('/api/me/tasks').set('If-None-Match', etag)
    const etag = await etagOf(who.get('/api/me/tasks'))
    expect(etag).toMatch(strong)
    expect((await ask(etag).expect(304)).text).toBe('')
    expect((await write(who, id)).status).toBeOneOf([200, 201, 204])
    expect(await etagOf(ask(etag).expect(200))).not.toBe(etag)
  })

  test('304: the empty list', async () => {
    const who = somebody()
    await who
      .get('/api/me/tasks')
      .set('If-None-Match', await etagOf(who.get('/api/me/tasks')))
      .expect(304)
  })

  test('200: a page that has got a next one', async () => {
    const who = somebody()
    await createTask(who)
    const etag = await etagOf(who.get('/api/me/tasks?limit=1'))
    await createTask(who)
    const { headers } = await who.get('/api/me/tasks?limit=1').set('If-None-Match', etag).expect(200)
    expect(headers['link']).toMatch(/rel="next"$/)
  })
})

describe('If-None-Match of a write', () => {
  const excluding: [name: string, excluded: (etag: string) => string][] = [
    ['any', () => '*'],
    ['the version there is', (etag) => etag],
    ['it as a weak tag', (etag) => `W/${etag}`],
    ['it among others', (etag) => `"999999", ${etag} ,"x"`],
  ]
  test.each(writes.flatMap(([name, write]) => excluding.map(([what, excluded]) => [name, what, write, excluded] as const)))(
    '412: %s with %s',
    async (_, _what, write, excluded) => {
      const who = somebody()
      const task = await createTask(who)
      const { body, headers } = await write(who, task.id)
        .set('If-None-Match', excluded(`"${task.version}"`))
        .expect(412)
      expect(headers['etag']).toBe(`"${task.version}"`)
      expect(body.errors).toEqual([{ header: 'If-None-Match', detail: 'must not match the current version' }])
      expect((await who.get(`/api/me/tasks/${task.id}`).expect(200)).body).toEqual(task)
    },
  )

  test.each(writes)('2xx: %s with another version, and with one that is no tag', async (_, write) => {
    for (const excluded of ['"999999"', 'W/"999999"', 'nonsense', '']) {
      const who = somebody()
      const { id } = await createTask(who)
      expect((await write(who, id).set('If-None-Match', excluded)).status).toBeOneOf([200, 204])
    }
  })

  test.each(writes)('412: %s evaluates If-Match first', async (_, write) => {
    const who = somebody()
    const { id, version } = await createTask(who)
    const { body } = await write(who, id).set('If-Match', '"999999"').set('If-None-Match', '*').expect(412)
    expect(body.errors).toEqual([{ header: 'If-Match', detail: 'is not the current version' }])
    const { body: second } = await write(who, id).set('If-Match', `"${version}"`).set('If-None-Match', `"${version}"`).expect(412)
    expect(second.errors).toMatchObject([{ header: 'If-None-Match' }])
    expect((await write(who, id).set('If-Match', `"${version}"`).set('If-None-Match', '"999999"')).status).toBeOneOf([200, 204])
  })

  test.each(writes)("404: %s of a task that is not there, or is bob's, with any", async (_, write) => {
    const { id } = await createTask(service.bob)
    await write(service.alice, id).set('If-None-Match', '*').expect(404)
    await service.bob.delete(`/api/me/tasks/${id}`).expect(204)
    await write(service.bob, id).set('If-None-Match', '*').expect(404)
  })

  test('200: restoring a task that has no representation, with any', async () => {
    const who = somebody()
    const { id } = await createTask(who)
    await who.delete(`/api/me/tasks/${id}`).expect(204)
    await who.post(`/api/me/tasks/${id}/restore`).set('If-None-Match', '*').expect(200)
  })

  test('400: what is wrong with a request comes first', async () => {
    const who = somebody()
    const { id } = await createTask(who)
    await who.patch(`/api/me/tasks/${id}`, { title: '' }).set('If-None-Match', '*').expect(400)
  })

  test('422: a key that was used with another condition', async () => {
    const who = somebody()
    const { id } = await createTask(who)
    const key = randomUUID()
    const change = () => who.patch(`/api/me/tasks/${id}`, { title: 'changed' }).set('Idempotency-Key', key)
    await change().expect(200)
    await change().expect(200)
    await change().set('If-None-Match', '"7"').expect(422)
  })

  test('200, 412: of changes at the same time, each is bound to the version that it was checked against', async () => {
    const who = somebody()
    const { id, version } = await createTask(who)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => who.patch(`/api/me/tasks/${id}`, { title: `${index}` }).set('If-None-Match', `"${version + 1}"`)),
    )
    const statuses = answers.map(({ status }) => status)
    // The first raises the version to the one that is excluded, so it is the only one.
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 412)).toHaveLength(7)
  })
})

describe('writers at the same time', () => {
  test('200: without If-Match the last one wins', async () => {
    const who = somebody()
    const { id } = await createTask(who, { title: '0' })
    for (const title of ['one', 'other']) await who.patch(`/api/me/tasks/${id}`, { title }).expect(200)
    const { body } = await who.get(`/api/me/tasks/${id}`).expect(200)
    expect(body.title).toBe('other')
  })
})
