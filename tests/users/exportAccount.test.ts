import { unzipSync } from 'fflate'
import { describe, expect } from 'vitest'
import { allChangesOf } from '../support/changes.ts'
import { exportOf } from '../support/exports.ts'
import type { Export } from '../support/exports.ts'
import { frontEndUser } from '../support/front-end.ts'
import { createList } from '../support/lists.ts'
import { makeOneOfEach } from '../support/one-of-each.ts'
import { testsOf } from '../support/operation-tests.ts'
import { createToken } from '../support/personal-tokens.ts'
import { createRecurring } from '../support/recurring.ts'
import { passwordOf, testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'
import { createWebhook } from '../support/webhooks.ts'

const test = testsOf('exportAccount')
const service = testService()

const read = async (who: Client, path: string): Promise<object[]> => (await who.get(`/api/me/${path}`).expect(200)).body

/** The items without what only an export has of them. */
const plain = (items: readonly object[]): object[] =>
  items.map((item) => Object.fromEntries(Object.entries(item).filter(([name]) => !['position', 'deleted_at', 'series'].includes(name))))

const byId = (items: readonly object[]): object[] => items.toSorted((one, other) => Number(Reflect.get(one, 'id')) - Number(Reflect.get(other, 'id')))

const kept = <Item extends { deleted_at: string | null }>(items: readonly Item[]): Item[] => items.filter(({ deleted_at }) => deleted_at === null)
const trashed = <Item extends { deleted_at: string | null }>(items: readonly Item[]): Item[] => items.filter(({ deleted_at }) => deleted_at !== null)

/** An archive's files, parsed. */
async function filesOf(token: string): Promise<Record<string, unknown>> {
  const response = await fetch(new URL('/api/me/export', service.url), { headers: { Authorization: `Bearer ${token}`, Accept: 'application/zip' } })
  expect(response.headers.get('content-type')).toBe('application/zip')
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="taskpact-export.zip"')
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()))
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, JSON.parse(Buffer.from(bytes).toString())]))
}

describe('exportAccount', () => {
  test('200: everything, as the other operations return it', async () => {
    const carol = await makeOneOfEach(service.url, 'carol')
    const { body: list } = await carol.post('/api/me/lists', { name: 'Old plans' }).expect(201)
    const inList = await createTask(carol, { title: 'With its list', list_id: list.id })
    await carol.delete(`/api/me/lists/${list.id}`).expect(204)
    const whole = await exportOf(carol)
    expect(whole.account).toEqual({ ...(await carol.get('/api/me').expect(200)).body, identity: null })
    expect(plain(kept(whole.lists))).toEqual(await read(carol, 'lists'))
    expect(trashed(whole.lists).map(({ position: _, ...rest }) => rest)).toEqual(await read(carol, 'deleted-lists'))
    expect(whole.tags).toMatchObject((await read(carol, 'tags')).map(({ id }: { id?: number }) => ({ id })))
    expect(plain(kept(whole.tasks))).toEqual(await read(carol, 'tasks'))
    expect(trashed(whole.tasks).map(({ position: _, series: __, ...rest }) => rest)).toEqual(byId(await read(carol, 'trash')))
    expect(trashed(whole.tasks).map(({ id }) => id)).toContain(inList.id)
    const occurrences = await Promise.all(whole.tasks.filter(({ recurrence }) => recurrence).map(({ id }) => read(carol, `tasks/${id}/occurrences`)))
    expect(whole.occurrences).toEqual(occurrences.flat())
    expect(whole.occurrences).toHaveLength(1)
    expect(whole.sessions).toEqual(await read(carol, 'sessions'))
    expect(whole.tokens).toEqual(await read(carol, 'tokens'))
    expect(whole.webhooks).toEqual(await read(carol, 'webhooks'))
    const deliveries = await Promise.all(whole.webhooks.map(({ id }) => read(carol, `webhooks/${id}/deliveries`)))
    expect(whole.webhook_deliveries).toEqual(byId(deliveries.flat()))
    const arrays = Object.entries(whole).filter(([, value]) => Array.isArray(value))
    expect(whole.counts).toEqual(Object.fromEntries(arrays.map(([name, items]) => [name, (items as unknown[]).length])))
    for (const [name, items] of arrays) expect(items, name).not.toEqual([])
    expect(Object.keys(whole).at(-1)).toBe('complete')
  })

  test('200: as many webhooks and tokens as there can be', async () => {
    const carol = await service.register('most')
    for (let count = 0; count < 20; count += 1) await createWebhook(carol, { url: 'https://example.com/hook', events: ['*'] })
    for (let count = 0; count < 50; count += 1) await createToken(carol, ['tasks:read'])
    const whole = await exportOf(carol)
    expect(whole.counts).toMatchObject({ webhooks: 20, tokens: 50 })
    expect(whole.complete).toBe(true)
  })

  test('200: the record of changes, as the changes of its cursor are', async () => {
    const carol = await service.register('recorded')
    const before = await exportOf(carol)
    expect(before.changes).toEqual([])
    const task = await createTask(carol, { tags: ['home'] })
    await carol.patch(`/api/me/tasks/${task.id}`, { title: 'Another title' }).expect(200)
    await carol.delete(`/api/me/tasks/${task.id}`).expect(204)
    const { changes } = await allChangesOf(carol, before.cursor, { mode: 'events' })
    const after = await exportOf(carol)
    expect(after.changes).toEqual(changes)
    expect((await allChangesOf(carol, after.cursor)).changes).toEqual([])
  })

  test('200: a new account, whose arrays are empty', async () => {
    const whole = await exportOf(await service.register('empty'))
    expect(whole).toMatchObject({ lists: [], tags: [], tasks: [], occurrences: [], webhooks: [], webhook_deliveries: [], changes: [], complete: true })
  })

  test('200: more than a page of each, in order and once', async () => {
    const carol = await service.register('many')
    const { superuser } = service.database
    await superuser(`insert into lists (user_id, name) select ${carol.id}, n::text from generate_series(1, 230) n`)
    await superuser(`insert into tags (user_id, name, name_key) select ${carol.id}, n::text, n::text from generate_series(1, 200) n`)
    await superuser(`insert into tasks (user_id, title, description) select ${carol.id}, n::text, repeat('é', 1000) from generate_series(1, 301) n`)
    const { id } = await createRecurring(carol, 'FREQ=DAILY')
    await superuser(`insert into occurrences (user_id, task_id, due, outcome, recurs_from, recurs_at, recurs_number)
      select ${carol.id}, ${id}, due, 'completed', due, due, n from generate_series(1, 250) n, (values ('{"date": "2026-11-21"}'::jsonb)) as given (due)`)
    const whole = await exportOf(carol)
    expect(whole.counts).toMatchObject({ lists: 230, tags: 200, tasks: 302, occurrences: 250 })
    for (const items of [whole.lists, whole.tags, whole.tasks, whole.occurrences]) {
      const ids = items.map((item) => Number(item.id))
      expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other))
    }
  })

  test('200: what was emptied from the trash is not in it, though it is removed later', async () => {
    const carol = await service.register('emptied')
    const task = await createTask(carol)
    const list = await createList(carol)
    await createTask(carol, { list_id: list.id })
    await carol.delete(`/api/me/tasks/${task.id}`).expect(204)
    await carol.delete(`/api/me/lists/${list.id}`).expect(204)
    expect((await exportOf(carol)).counts).toMatchObject({ lists: 1, tasks: 2 })
    await carol.delete('/api/me/trash').expect(204)
    expect(await exportOf(carol)).toMatchObject({ lists: [], tasks: [] })
  })

  test('200: how far a recurrence is', async () => {
    const carol = await service.register('recurring')
    const { id } = await createRecurring(carol, 'FREQ=WEEKLY;COUNT=5')
    await carol.patch(`/api/me/tasks/${id}/complete`).expect(200)
    await carol.patch(`/api/me/tasks/${id}`, { due: { date: '2026-11-30' } }).expect(200)
    const { tasks } = await exportOf(carol)
    expect(tasks).toMatchObject([{ due: { date: '2026-11-30' }, series: { start: { date: '2026-11-21' }, date: { date: '2026-11-28' }, number: 2 } }])
  })

  test("200: a front end's user, with the issuer and the subject", async () => {
    const whole = await exportOf(frontEndUser(service, 'a-subject'))
    expect(whole).toMatchObject({ account: { identity: { subject: 'a-subject' } }, sessions: [] })
  })

  test('200: no secret, and no hash of one', async () => {
    const carol = await service.register('secretive')
    const credentials = { email: carol.email, password: passwordOf('secretive') }
    const { body: session } = await service.anyone.post('/api/auth/login', credentials).expect(200)
    const { body: webhook } = await carol.post('/api/me/webhooks', { url: 'https://hooks.example/', events: ['*'], enabled: false }).expect(201)
    await carol.post(`/api/me/webhooks/${webhook.id}/test`).expect(201)
    const { secret } = await createToken(carol, ['tasks:read'])
    const { body: ticket } = await carol.post('/api/me/events/ticket').expect(201)
    const { text } = await carol.get('/api/me/export').expect(200)
    const columns = ['hash from passwords', 'hash from refresh_tokens', 'hash from personal_tokens', 'secret from webhooks']
    const stored = await Promise.all(
      columns.map((column) => service.database.superuser<Record<string, string | Buffer>>(`select ${column} where user_id = ${carol.id}`)),
    )
    const values = stored.flat().flatMap((row) => Object.values(row))
    expect(values.length).toBeGreaterThanOrEqual(5)
    const written = values.flatMap((value) =>
      typeof value === 'string' ? [value] : (['hex', 'base64', 'base64url'] as const).map((form) => value.toString(form)),
    )
    const shown = [carol.token, session.token, session.refresh_token, webhook.secret, secret, ticket.ticket, credentials.password]
    for (const each of [...shown, ...written]) expect(text.includes(String(each))).toBe(false)
  })

  test('200: a ZIP archive with the same, a file for each array', async () => {
    const carol = await makeOneOfEach(service.url, 'zipped')
    const whole = await exportOf(carol)
    const { 'taskpact-export.json': rest, ...arrays } = await filesOf(carol.token)
    const others = { ...(rest as Export), made_at: whole.made_at }
    expect(Object.keys(arrays)).toEqual(Object.keys(whole.counts).map((name) => `${name}.json`))
    expect({ ...others, ...Object.fromEntries(Object.entries(arrays).map(([name, items]) => [name.replace('.json', ''), items])) }).toEqual(whole)
  })

  test.each([
    ['*/*', 'json'],
    ['application/*', 'json'],
    ['text/html, application/zip;q=0.9, */*;q=0.1', 'zip'],
    ['application/zip;q=0.5, application/json', 'json'],
  ])('200: of Accept: %s, the type that it prefers', async (accept, type) => {
    const { headers } = await service.bob.get('/api/me/export').set('Accept', accept).expect(200)
    expect(headers['content-type']).toBe(`application/${type}`)
    expect(headers['content-disposition']).toBe(`attachment; filename="taskpact-export.${type}"`)
    expect(headers['vary']).toContain('Accept')
  })

  test('400: an unknown parameter, if it is to be refused', async () => {
    const { body } = await service.bob.get('/api/me/export?format=csv').set('Prefer', 'handling=strict').expect(400)
    expect(body.errors).toMatchObject([{ parameter: 'format' }])
  })

  test('406: a type that it does not have, with those that it has', async () => {
    const { body } = await service.bob.get('/api/me/export').set('Accept', 'text/html').expect(406)
    expect(body).toMatchObject({ type: '/docs/problems/not-acceptable', detail: expect.stringContaining('application/json or application/zip') })
  })

  test('200: HEAD has the headers alone, and is over at once', async () => {
    for (let time = 0; time < 3; time += 1) {
      const { headers } = await service.bob.head('/api/me/export').expect(200)
      expect(headers['content-disposition']).toBe('attachment; filename="taskpact-export.json"')
      expect(Number(headers['content-length'] ?? 0)).toBe(0)
    }
  })

  test('403: a personal access token, whatever its scopes', async () => {
    const { secret } = await createToken(service.bob, ['account:read', 'tasks:read', 'changes:read', 'webhooks:read'])
    const { body } = await service
      .client({ Authorization: `Bearer ${secret}` })
      .get('/api/me/export')
      .expect(403)
    expect(body.type).toBe('/docs/problems/insufficient-scope')
  })
})
