import { beforeAll, describe, expect, test } from 'vitest'
import { createCursors } from '../../src/execution/cursor.ts'
import { listOf } from '../../src/execution/page.ts'
import { secret } from '../support/accounts.ts'
import { someoneWith, titlesOf } from '../support/finding.ts'
import { nextOf, pagesFrom } from '../support/pages.ts'
import { createRecurring, duesOf } from '../support/recurring.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import type { Task } from '../support/tasks.ts'
import { operations } from '../support/valid-request.ts'

const service = testService()

const detail = 'must be the cursor of the previous page, with the same filters, sort and order; omit it to start again'
const cursorIn = (link: string | null): string => new URLSearchParams(link?.split('?')[1]).get('cursor') ?? ''

/** The paths of all operations whose responses are in pages, two rows in each. */
async function pathsWithRows(who: Client): Promise<string[]> {
  await createTask(who, { title: 'a', tags: ['x', 'y'] })
  await createTask(who, { title: 'b' })
  for (const name of ['one', 'two']) await who.post('/api/me/lists', { name }).expect(201)
  for (const name of ['three', 'four']) {
    const { body } = await who.post('/api/me/lists', { name }).expect(201)
    await who.delete(`/api/me/lists/${body.id}`).expect(204)
  }
  for (const title of ['c', 'd']) await who.delete(`/api/me/tasks/${(await createTask(who, { title })).id}`).expect(204)
  const recurring = await createRecurring(who)
  await duesOf(who, recurring, 2)
  const { body: webhook } = await who.post('/api/me/webhooks', { url: 'https://hooks.example', events: ['tag.deleted'] }).expect(201)
  for (let count = 0; count < 2; count += 1) await who.post(`/api/me/webhooks/${webhook.id}/test`).expect(201)
  return ['tasks', 'tags', 'lists', 'trash', 'deleted-lists', `tasks/${recurring.id}/occurrences`, `webhooks/${webhook.id}/deliveries`].map(
    (path) => `/api/me/${path}`,
  )
}

describe('a cursor', () => {
  let carol: Client
  let cursors: [path: string, cursor: string][]
  beforeAll(async () => {
    carol = await someoneWith(service, 'carol-who-turns-pages')
    const links = (await pathsWithRows(carol)).map(async (path): Promise<[string, string]> => [path, cursorIn(nextOf(await carol.get(`${path}?limit=1`)))])
    cursors = await Promise.all(links)
  })

  test('200: of its own list, for each operation that has pages', async () => {
    expect(cursors).toHaveLength(operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'cursor')).length)
    for (const [path, cursor] of cursors) {
      expect(cursor, path).not.toBe('')
      expect((await carol.get(`${path}?limit=1&cursor=${cursor}`).expect(200)).body, path).toHaveLength(1)
    }
  })

  test('400: of any other list', async () => {
    for (const [path] of cursors) {
      for (const [other, cursor] of cursors.filter(([each]) => each !== path)) {
        const { body } = await carol.get(`${path}?cursor=${cursor}`)
        expect(body.errors, `${other} for ${path}`).toEqual([{ parameter: 'cursor', detail }])
      }
    }
  })

  test("400: of another user's", async () => {
    for (const [path, cursor] of cursors.filter(([each]) => !/occurrences|webhooks/.test(each))) {
      expect((await service.alice.get(`${path}?cursor=${cursor}`).expect(400)).body.errors, path).toEqual([{ parameter: 'cursor', detail }])
    }
  })

  test('400: with any one character changed, added or left out', async () => {
    for (const [path, cursor] of cursors.slice(0, 2)) {
      const changed = Array.from(cursor, (letter, index) => cursor.slice(0, index) + (letter === 'A' ? 'B' : 'A') + cursor.slice(index + 1))
      for (const each of [...changed, `${cursor}A`, `A${cursor}`, cursor.slice(0, -1), cursor.slice(1)]) {
        expect((await carol.get(`${path}?cursor=${each}`).expect(400)).body.errors, each).toEqual([{ parameter: 'cursor', detail }])
      }
    }
  })

  test.each([
    ...['abc', 'k', '7vvvvvvvvvv', '0', '-', '_'],
    ...['title desc', 'created asc'].map((order) => Buffer.from(JSON.stringify([order, 'x', 1])).toString('base64url')),
    ...[24, 25, 26, 1_050].map((bytes) => Buffer.alloc(bytes, 255).toString('base64url')),
  ])('400: %s, which was never given out', async (cursor) => {
    for (const [path] of cursors) {
      expect((await carol.get(`${path}?cursor=${cursor}`).expect(400)).body.errors, path).toEqual([{ parameter: 'cursor', detail }])
    }
  })

  test.each(['', '%20', 'a+b', "1'or'1", 'MQ==', '%F0%9F%A5%9B', 'a'.repeat(1_401)])('400: %s, which is no cursor', async (cursor) => {
    for (const [path] of cursors) {
      expect((await carol.get(`${path}?cursor=${cursor}`).expect(400)).body.errors, path).toContainEqual({ parameter: 'cursor', detail: expect.any(String) })
    }
  })

  test('400: of a service with another secret', async () => {
    const { body } = await carol.get('/api/me').expect(200)
    const list = listOf(`/api/${body.id}/tags`, {})
    const forged = (by: string): string => createCursors(by).format(list, { key: '', id: 0 })
    await carol.get(`/api/me/tags?cursor=${forged(secret)}`).expect(200)
    await carol.get(`/api/me/tags?cursor=${forged('another secret of thirty-two bytes')}`).expect(400)
  })
})

describe('a cursor of tasks', () => {
  let dave: Client
  beforeAll(async () => {
    dave = await someoneWith(service, 'dave-who-sorts', { title: 'a' }, { title: 'b' }, { title: 'c' })
  })
  const lists = [
    '',
    ...['sort=created_at&order=asc', 'sort=created_at&order=desc', 'sort=title', 'sort=title&order=desc', 'sort=updated_at', 'order=desc', 'status=open'],
    ...['search=a', 'parent_id=none', 'list_id=none', 'created_from=2020-01-01', 'priority=none', 'priority=none&priority=low', 'priority=low&priority=none'],
  ]

  test('400: of other filters, another sort or another order', async () => {
    const given = await Promise.all(
      lists.map(async (list): Promise<[string, string]> => [list, cursorIn(nextOf(await dave.get(`/api/me/tasks?limit=1&${list}`).expect(200)))]),
    )
    for (const [list, cursor] of given.filter(([, each]) => each !== '')) {
      for (const other of lists) {
        const { status } = await dave.get(`/api/me/tasks?limit=1&${other}&cursor=${cursor}`)
        expect(status, `${list} for ${other}`).toBe(other === list ? 200 : 400)
      }
    }
  })

  test('200: with the parameters in another order, another limit, and the user under another name', async () => {
    const { body: user } = await dave.get('/api/me').expect(200)
    const cursor = cursorIn(nextOf(await dave.get('/api/me/tasks?limit=1&sort=title&order=desc')))
    const { body } = await dave.get(`/api/${user.id}/tasks?order=desc&cursor=${cursor}&sort=title&limit=7`).expect(200)
    expect(titlesOf(body)).toEqual(['b', 'a'])
  })

  test('400: in a batch, with its place', async () => {
    const { body } = await dave
      .post('/api/me/batch', { atomic: true, operations: [{ operationId: 'listTasks', query: { limit: 1, cursor: 'abc' } }] })
      .expect(400)
    expect(body.errors).toEqual([{ pointer: '#/operations/0/query/cursor', detail }])
  })

  test.each([
    ['a control character', '\u0001'],
    ['a quotation mark', '"'],
    ['a backslash', '\\'],
    ['an emoji', '👩'],
    ['a letter that folds to several', '\ufdfa'],
  ])('200: through titles of 254 × %s, one at a time', async (_, letter) => {
    const titles = ['1', '2', '3'].map((end) => letter.repeat(254) + end)
    const erin = await someoneWith(service, `erin-with-${letter.codePointAt(0)}`, ...titles.map((title) => ({ title })))
    for (const sort of ['title', 'relevance', 'updated_at', 'due', 'priority', 'position']) {
      const pages = await pagesFrom<Task>(erin, `/api/me/tasks?limit=1&sort=${sort}`)
      expect(titlesOf(pages.flat()).sort(), sort).toEqual(titles)
    }
  })
})
