import { randomBytes } from 'node:crypto'
import { unzipSync } from 'fflate'
import { afterEach, describe, expect, test } from 'vitest'
import { allChangesOf } from '../support/changes.ts'
import { download, exportOf, watchedExports } from '../support/exports.ts'
import type { Export } from '../support/exports.ts'
import { createList } from '../support/lists.ts'
import { makeOneOfEach } from '../support/one-of-each.ts'
import { createRecurring } from '../support/recurring.ts'
import { start, testService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const watched = watchedExports()
const service = testService({ handlers: watched.handlers })
afterEach(() => void Object.assign(watched, { onPart: () => undefined, repeats: 1 }))

const zip = { Accept: 'application/zip' }

/** What is of one moment in an export, but for the version of what was restored from the trash since. */
function ofMoment({ cursor, lists, tags, tasks, occurrences, changes }: Export): object {
  const known = tasks.map(({ version, updated_at, ...task }) => (task.deleted_at === null ? { ...task, version, updated_at } : task))
  return { cursor, lists, tags, tasks: known, occurrences, changes }
}

describe('an export', () => {
  test('200: is of one moment, whatever changes while it is read', async () => {
    const carol = await makeOneOfEach(service.url, 'torn')
    const { body: weekly } = await carol
      .post('/api/me/tasks', { title: 'Weekly', due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=WEEKLY' } })
      .expect(201)
    await carol.patch(`/api/me/tasks/${weekly.id}/complete`).expect(200)
    const before = await exportOf(carol)
    const [task, , , deleted] = before.tasks
    const [list] = before.lists
    const hold = watched.holdAt('lists')
    const { text, closed, message } = await download(service.url, carol.token)
    await hold.reached
    await carol.patch('/api/me', { time_zone: 'Asia/Tokyo' }).expect(200)
    const { id: list_id } = await createList(carol)
    await createTask(carol, { list_id, tags: ['new'] })
    await carol.patch(`/api/me/tasks/${task?.id}`, { title: 'Another title', tags: ['other'], list_id }).expect(200)
    await carol.post(`/api/me/tasks/${deleted?.id}/restore`).expect(200)
    await carol.delete(`/api/me/tasks/${task?.id}`).expect(204)
    await carol.delete(`/api/me/lists/${list?.id}`).expect(204)
    await carol.delete(`/api/me/tags/${before.tags[0]?.id}`).expect(204)
    await createRecurring(carol).then(({ id }) => carol.patch(`/api/me/tasks/${id}/complete`).expect(200))
    await carol.patch(`/api/me/tasks/${weekly.id}/complete`, { completed: false }).expect(200)
    await carol.patch(`/api/me/tasks/${weekly.id}/complete`, { completed: true }).expect(200)
    hold.release()
    await closed
    expect(message.complete).toBe(true)
    expect(ofMoment(JSON.parse(text()))).toEqual(ofMoment(before))
    expect((await allChangesOf(carol, before.cursor)).changes).not.toEqual([])
  })

  test('429: while another one of the user is being sent, but not of anybody else', async () => {
    const carol = await service.register('twice')
    const hold = watched.holdAt('tasks')
    const first = await download(service.url, carol.token)
    await hold.reached
    const { body, headers } = await carol.get('/api/me/export').expect(429)
    expect(body.detail).toContain('Another export of yours is being sent.')
    expect(headers['retry-after']).toBe('5')
    await carol.head('/api/me/export').expect(429)
    await service.bob.get('/api/me/export').expect(200)
    // It takes no turn from other requests.
    await Promise.all([1, 2, 3].map(() => carol.get('/api/me').expect(200)))
    hold.release()
    await first.closed
    expect(first.message.complete).toBe(true)
    await carol.get('/api/me/export').expect(200)
  })

  test('429: while four others are being sent to the same address, but not at another address', async () => {
    const own = watchedExports()
    const behindProxy = await start({ handlers: own.handlers, settings: { trustProxy: 1 } })
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => (release = resolve))
    own.onPart = () => released
    const near = { 'X-Forwarded-For': '2001:db8::1' }
    const downloads = []
    try {
      for (const name of ['carol', 'dan', 'erin', 'frank']) {
        const { token } = await behindProxy.register(name)
        downloads.push(await download(behindProxy.url, token, near))
      }
      // The whole of an address's /64 counts as one.
      const { body, headers } = await behindProxy.alice.get('/api/me/export').set('X-Forwarded-For', '2001:db8::2').expect(429)
      expect(body.detail).toContain('Too many exports are being sent to your address.')
      expect(headers['retry-after']).toBe('5')
      await behindProxy.alice.head('/api/me/export').set('X-Forwarded-For', '2001:db8:0:1::1').expect(200)
      release()
      await Promise.all(downloads.map(({ closed }) => closed))
      expect(downloads.map(({ message }) => message.complete)).toEqual([true, true, true, true])
      await behindProxy.alice.get('/api/me/export').set(near).expect(200)
    } finally {
      release()
      await behindProxy.running.stop(true)
      await behindProxy.database.drop()
    }
  })

  test.each([
    ['JSON', {}],
    ['ZIP', zip],
  ])('200: as %s breaks off with the session, and is not complete', async (name, headers) => {
    const carol = await service.register(`ended-${name}`)
    await createTask(carol)
    const hold = watched.holdAt('lists')
    const { message, text, closed } = await download(service.url, carol.token, headers)
    await hold.reached
    await carol.post('/api/auth/logout', {}).expect(204)
    hold.release()
    await closed
    expect(message.complete).toBe(false)
    expect(text()).not.toContain('"complete"')
  })

  test.each([
    ['JSON', {}],
    ['ZIP', zip],
  ])('200: as %s breaks off with a part that breaks the contract', async (name, headers) => {
    const carol = await service.register(`broken-${name}`)
    await createTask(carol)
    watched.onPart = (part) => {
      if (part.name === 'tasks' && Array.isArray(part.value) && part.value.length > 0) Object.assign(part.value[0], { title: 7 })
    }
    const { message, closed, text } = await download(service.url, carol.token, headers)
    await closed
    expect(message.complete).toBe(false)
    expect(text()).not.toContain('"complete"')
    const line = (): unknown => service.log.find(({ requestId, level }) => requestId === message.headers['x-request-id'] && Number(level) >= 50)
    await expect.poll(line).toMatchObject({ msg: 'a response broke the contract', operation: 'exportAccount' })
    watched.onPart = () => undefined
    await exportOf(carol)
  })

  test('200: breaks off with the database', async () => {
    const own = watchedExports()
    const gone = await start({ handlers: own.handlers })
    try {
      const carol = await gone.register('carol')
      const hold = own.holdAt('tasks')
      const { message, text, closed } = await download(gone.url, carol.token)
      await hold.reached
      await gone.database.drop()
      hold.release()
      await closed
      expect(message.complete).toBe(false)
      expect(text()).not.toContain('"complete"')
      expect(own.ended).toBe(1)
    } finally {
      await gone.running.stop(true)
    }
  })

  test('200: ends with its client, and gives way to the next', async () => {
    const carol = await service.register('left')
    for (const headers of [{}, zip]) {
      const { ended } = watched
      const hold = watched.holdAt('tasks')
      const { message, closed } = await download(service.url, carol.token, headers)
      await hold.reached
      message.destroy()
      await closed
      hold.release()
      await expect.poll(() => watched.ended, { timeout: 20_000 }).toBe(ended + 1)
      await expect.poll(async () => (await carol.head('/api/me/export')).status, { timeout: 20_000 }).toBe(200)
    }
  })

  test.each([
    ['JSON', {}],
    ['ZIP', zip],
  ])('200: as %s is read no further than its client reads, and ends if that is too slow', async (name, headers) => {
    const carol = await service.register(`unread-${name}`)
    for (let task = 0; task < 100; task += 1) await createTask(carol, { description: randomBytes(750).toString('base64') })
    // In all, much more than the system takes on behalf of a client that does not read.
    watched.repeats = 1_000
    const { parts, ended } = watched
    const { message, closed } = await download(service.url, carol.token, headers, false)
    await expect.poll(() => watched.ended, { timeout: 60_000 }).toBe(ended + 1)
    expect(watched.parts - parts).toBeLessThan(400)
    message.destroy()
    await closed
    watched.repeats = 1
    await expect.poll(async () => (await carol.head('/api/me/export')).status, { timeout: 20_000 }).toBe(200)
  })

  test('200: of many tasks takes little memory', async () => {
    const carol = await service.register('large')
    const insert = "insert into tasks (user_id, title, description) select $1, n::text, repeat('é', 1000) from generate_series(1, 3000) n"
    await service.database.superuser(insert, [carol.id])
    let most = 0
    watched.onPart = ({ value }) => void (most = Math.max(most, Buffer.byteLength(JSON.stringify(value))))
    const { tasks } = await exportOf(carol)
    expect(tasks).toHaveLength(3_000)
    // The most that is in memory at a time, besides what waits to be sent.
    expect(most).toBeLessThan(600_000)
    const archive = await fetch(new URL('/api/me/export', service.url), { headers: { Authorization: `Bearer ${carol.token}`, ...zip } })
    const { 'tasks.json': file } = unzipSync(new Uint8Array(await archive.arrayBuffer()))
    expect(JSON.parse(Buffer.from(file ?? []).toString())).toEqual(tasks)
  })
})
