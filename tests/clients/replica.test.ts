import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Conflict, Decision, Replica, StorageEntry } from '../../src/client/replica/index.ts'
import { allChangesOf } from '../support/changes.ts'
import { closeDevices, deviceOf, settled, shownBy, stateOf, until } from '../support/replica.ts'
import type { Device } from '../support/replica.ts'
import { testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { sharedStorage } from '../support/tabs.ts'
import { createTask } from '../support/tasks.ts'

const service = testService()
afterEach(closeDevices)

let count = 0
/** Somebody with a replica that has everything. */
async function withDevice(onConflict?: (conflict: Conflict) => Decision | undefined): Promise<{ who: Person; device: Device }> {
  const who = await service.register(`replica-${(count += 1)}`)
  const device = await deviceOf(service.url, who, onConflict && { onConflict })
  await settled(device.replica)
  return { who, device }
}

/** Waits until a device shows what the service has. */
const sameAs = (who: Person, { replica }: Device): Promise<void> =>
  vi.waitFor(async () => expect(shownBy(replica)).toEqual(await stateOf(who)), { timeout: 20_000 })

const titlesOf = (replica: Replica): string[] => replica.list('task').map(({ title }) => title)

describe('a copy', () => {
  test('200: it has what the service has, in order, and follows it', async () => {
    const { who, device } = await withDevice()
    const list = (await who.post('/api/me/lists', { name: 'Home' }).expect(201)).body
    await createTask(who, { title: 'One', list_id: list.id, tags: ['errands'] })
    const two = await createTask(who, { title: 'Two' })
    const three = await createTask(who, { title: 'Three' })
    await who.put(`/api/me/tasks/${three.id}/position`, { before: two.id }).expect(200)
    await who.delete(`/api/me/lists/${list.id}`).expect(204)
    await until(device.replica, () => titlesOf(device.replica).join() === 'Three,Two')
    await sameAs(who, device)
    expect(device.replica.list('task', ({ title }) => title === 'Two')).toMatchObject([{ id: two.id }])
    expect(device.replica.get('task', two.id)).toMatchObject({ title: 'Two' })
  })

  test('200: it opens again with what it had, without a network', async () => {
    const { who, device } = await withDevice()
    await createTask(who, { title: 'Kept' })
    await until(device.replica, () => titlesOf(device.replica).includes('Kept'))
    device.network.cut(true)
    await device.restart()
    expect(titlesOf(device.replica)).toEqual(['Kept'])
    await until(device.replica, () => device.replica.status.state === 'offline')
  })

  test('410: after a snapshot it has what the service has, and what waits is kept', async () => {
    const { who, device } = await withDevice()
    const gone = await createTask(who, { title: 'Gone' })
    await until(device.replica, () => titlesOf(device.replica).includes('Gone'))
    device.network.cut(true)
    device.replica.createTask({ title: 'Waiting' })
    await who.delete(`/api/me/tasks/${gone.id}`).expect(204)
    await createTask(who, { title: 'Meanwhile' })
    await service.database.superuser('delete from changes where user_id = $1', [who.id])
    device.network.cut(false)
    await until(device.replica, () => titlesOf(device.replica).join() === 'Meanwhile,Waiting')
    await settled(device.replica)
    await sameAs(who, device)
  })

  test('401: once nobody is signed in, it stops, and keeps what waits', async () => {
    const { who, device } = await withDevice()
    device.network.cut(true)
    device.replica.createTask({ title: 'Waiting' })
    await who.post('/api/auth/logout', { refresh_token: who.refreshToken }).expect(204)
    device.network.cut(false)
    await until(device.replica, () => device.replica.status.state === 'stopped')
    expect(device.replica.status).toMatchObject({ unsent: 1, problem: { kind: 'unauthenticated' } })
  })

  test('403: what waits is never sent as somebody else', async () => {
    const { device } = await withDevice()
    device.network.cut(true)
    device.replica.createTask({ title: 'A secret' })
    await device.replica.close()
    const mallory = await service.register('mallory')
    const other = await deviceOf(service.url, mallory, { storage: device.storage })
    await until(other.replica, () => other.replica.status.state === 'stopped')
    expect((await stateOf(mallory)).task).toEqual([])
  })

  test('200: cleared, nothing of it is left', async () => {
    const { device } = await withDevice()
    device.replica.createTask({ title: 'A secret' })
    await settled(device.replica)
    await device.replica.clear()
    expect(await device.storage.load()).toEqual([])
  })
})

describe('changes made offline', () => {
  test('201: they are shown at once, and sent in order, with the ids that the service gives', async () => {
    const { who, device } = await withDevice()
    const { replica } = device
    device.network.cut(true)
    const list = replica.createList({ name: 'Home' })
    const task = replica.createTask({ title: 'Paint', list_id: list.id, due: { date: '2026-12-01' } })
    const part = replica.createTask({ title: 'Buy paint', parent_id: task.id })
    replica.patchTask(part.id, { title: 'Buy blue paint', tags: ['errands'] })
    replica.completeTask(part.id, { completed: true })
    replica.updateList(list.id, { name: 'Flat' })
    expect(replica.get('task', part.id)).toMatchObject({ title: 'Buy blue paint', completed: true, list_id: list.id, parent_id: task.id })
    expect(replica.get('task', task.id)).toMatchObject({ due_date: '2026-12-01' })
    expect(replica.status.unsent).toBe(6)
    device.network.cut(false)
    await settled(replica)
    await until(replica, () => replica.list('tag').length === 1)
    await sameAs(who, device)
    expect(replica.get('task', part.id)).toMatchObject({ title: 'Buy blue paint', completed: true, parent_id: replica.get('task', task.id)?.id })
    expect(replica.list('list')).toMatchObject([{ name: 'Flat' }])
    expect(replica.get('task', part.id)?.id).toBeGreaterThan(0)
  })

  test('200: tasks are moved, deleted and restored', async () => {
    const { who, device } = await withDevice()
    const { replica } = device
    const [one, two, three] = [await createTask(who, { title: 'One' }), await createTask(who, { title: 'Two' }), await createTask(who, { title: 'Three' })]
    await createTask(who, { title: 'Part', parent_id: three.id })
    // The change of a parent that has got a subtask can come after the subtask.
    await until(replica, () => titlesOf(replica).length === 4)
    device.network.cut(true)
    replica.moveTask(three.id, { before: one.id })
    replica.deleteTask(two.id)
    expect(titlesOf(replica)).toEqual(['Three', 'One', 'Part'])
    replica.restoreTask(two.id)
    replica.deleteTask(three.id)
    expect(titlesOf(replica)).toEqual(['One', 'Two'])
    device.network.cut(false)
    await settled(replica)
    await sameAs(who, device)
    expect(titlesOf(replica).sort()).toEqual(['One', 'Two'])
  })

  test('200: a tag is renamed and deleted', async () => {
    const { who, device } = await withDevice()
    const { replica } = device
    await createTask(who, { title: 'One', tags: ['old', 'gone'] })
    await until(replica, () => replica.list('tag').length === 2)
    device.network.cut(true)
    for (const { id, name } of replica.list('tag')) {
      if (name === 'old') replica.updateTag(id, { name: 'new' })
      else replica.deleteTag(id)
    }
    device.network.cut(false)
    await settled(replica)
    await sameAs(who, device)
    expect(replica.list('task')).toMatchObject([{ tags: ['new'] }])
  })

  test('201: they survive a restart, and a lost response does not double them', async () => {
    const { who, device } = await withDevice()
    device.network.cut(true)
    const { id } = device.replica.createTask({ title: 'Once', due: { date: '2026-11-21' }, recurrence: { rule: 'FREQ=WEEKLY' } })
    device.replica.completeTask(id, { completed: true })
    await device.restart()
    expect(titlesOf(device.replica)).toEqual(['Once'])
    device.network.lose = 1
    device.network.cut(false)
    await vi.waitUntil(() => device.network.lose === 0)
    device.network.cut(true)
    await device.restart()
    device.network.lose = 1
    device.network.cut(false)
    await settled(device.replica)
    expect((await stateOf(who)).task).toMatchObject([{ title: 'Once', due: { date: '2026-11-28' } }])
    await sameAs(who, device)
  })

  test('201: one whose response was lost a day ago is not sent again without a decision', async () => {
    const { who, device } = await withDevice()
    device.network.cut(true)
    device.replica.createTask({ title: 'Perhaps' })
    await device.replica.close()
    const old = (await device.storage.load()).map(([key, value]): StorageEntry => [key, key.startsWith('change ') ? { ...(value as object), sent: 1 } : value])
    await device.storage.write(old)
    device.network.cut(false)
    await device.restart()
    await until(device.replica, () => device.replica.conflicts.length > 0)
    expect(device.replica.conflicts).toMatchObject([{ reason: 'unknown', operation: 'createTask' }])
    device.replica.resolve(device.replica.conflicts[0]?.key ?? '', 'mine')
    await settled(device.replica)
    expect((await stateOf(who)).task).toMatchObject([{ title: 'Perhaps' }])
  })

  test('it says so of something that does not exist', async () => {
    const { device } = await withDevice()
    expect(() => device.replica.patchTask(1_000_000, { title: 'None' })).toThrow(new RangeError('replica.patchTask: there is no task 1000000.'))
  })
})

describe('changes of others', () => {
  /** A task that was changed offline and elsewhere. */
  async function changedTwice(
    theirs: object | null,
    change: (replica: Replica, id: number) => void,
    onConflict?: (conflict: Conflict) => Decision | undefined,
  ) {
    const { who, device } = await withDevice(onConflict)
    const { id } = await createTask(who, { title: 'Tea', description: 'Green' })
    await until(device.replica, () => titlesOf(device.replica).includes('Tea'))
    device.network.cut(true)
    change(device.replica, id)
    if (theirs === null) await who.delete(`/api/me/tasks/${id}`).expect(204)
    else await who.patch(`/api/me/tasks/${id}`, theirs).expect(200)
    device.network.cut(false)
    const task = async () => (await who.get(`/api/me/tasks/${id}`)).body
    return { who, replica: device.replica, id, task }
  }

  const rename = (replica: Replica, id: number): void => replica.patchTask(id, { title: 'Oolong' })

  test('200: other fields are merged', async () => {
    const { replica, task } = await changedTwice({ description: 'Black' }, rename)
    await settled(replica)
    expect(await task()).toMatchObject({ title: 'Oolong', description: 'Black' })
  })

  test('200: a deletion of something of which only the subtasks have changed is made', async () => {
    const { replica, task } = await changedTwice({ description: 'Green' }, (replica, id) => {
      replica.createTask({ title: 'Part', parent_id: id })
      replica.deleteTask(id)
    })
    await settled(replica)
    expect(await task()).toMatchObject({ status: 404 })
    expect(replica.list('task')).toEqual([])
  })

  test('409: the same field waits for a decision with the three values, and other changes do not wait', async () => {
    const { who, replica, task } = await changedTwice({ title: 'Mate' }, (replica, id) => {
      rename(replica, id)
      replica.patchTask(id, { priority: 'high' })
      replica.createTask({ title: 'Other' })
    })
    await until(replica, () => replica.conflicts.length > 0 && replica.status.unsent === 2)
    const [conflict] = replica.conflicts
    expect(conflict).toMatchObject({
      ...{ reason: 'changed', operation: 'patchTask', type: 'task', body: { title: 'Oolong' }, seen: { title: 'Tea' } },
      errors: [{ pointer: '#/title', base: 'Tea', theirs: 'Mate', yours: 'Oolong' }],
    })
    expect((await stateOf(who)).task).toMatchObject([{ title: 'Mate', priority: 'none' }, { title: 'Other' }])
    replica.resolve(conflict?.key ?? '', 'mine')
    await settled(replica)
    expect(await task()).toMatchObject({ title: 'Oolong', priority: 'high' })
  })

  test.each<[string, Decision, string]>([
    ['theirs', 'theirs', 'Mate'],
    ['mine', 'mine', 'Oolong'],
    ['a new value', { body: { title: 'Mate or oolong' } }, 'Mate or oolong'],
  ])('200: the app decides: %s', async (_, decision, title) => {
    const conflicts: Conflict[] = []
    const { replica, task } = await changedTwice({ title: 'Mate' }, rename, (conflict) => {
      conflicts.push(conflict)
      return decision
    })
    await settled(replica)
    await until(replica, () => titlesOf(replica)[0] === title)
    expect(conflicts).toHaveLength(1)
    expect(await task()).toMatchObject({ title })
  })

  test.each<[Decision, string[]]>([
    ['theirs', []],
    ['mine', ['Oolong']],
  ])('404: deleted elsewhere, the app decides: %s', async (decision, titles) => {
    const { who, replica } = await changedTwice(null, rename, ({ reason }) => (reason === 'deleted' ? decision : undefined))
    await settled(replica)
    await until(replica, () => titlesOf(replica).length === titles.length)
    expect((await stateOf(who)).task).toMatchObject(titles.map((title) => ({ title })))
  })

  test('412: a deletion of something that was changed waits for a decision', async () => {
    const { replica, task } = await changedTwice({ title: 'Mate' }, (replica, id) => replica.deleteTask(id))
    await until(replica, () => replica.conflicts.length > 0)
    expect(replica.conflicts).toMatchObject([{ reason: 'changed', errors: [{ pointer: '#/title', base: 'Tea', theirs: 'Mate' }] }])
    replica.resolve(replica.conflicts[0]?.key ?? '', 'mine')
    await settled(replica)
    expect(await task()).toMatchObject({ status: 404 })
  })

  test('404: deleted twice is deleted', async () => {
    const { replica } = await changedTwice(null, (replica, id) => replica.deleteTask(id))
    await settled(replica)
    expect(replica.list('task')).toEqual([])
  })
})

describe('changes that are refused', () => {
  test('400: they wait for a decision, and what refers to them goes to the inbox without them', async () => {
    const { who, device } = await withDevice()
    const { replica } = device
    const list = replica.createList({ name: ' ' })
    replica.createTask({ title: 'In the list', list_id: list.id })
    replica.createTask({ title: 'Elsewhere' })
    await until(replica, () => replica.conflicts.length > 0 && replica.status.unsent === 2)
    expect(replica.conflicts).toMatchObject([{ reason: 'refused', errors: [{ pointer: '#/name' }] }])
    replica.resolve(replica.conflicts[0]?.key ?? '', 'theirs')
    await settled(replica)
    expect((await stateOf(who)).task).toMatchObject([
      { title: 'Elsewhere', list_id: null },
      { title: 'In the list', list_id: null },
    ])
  })

  test('400: a new body is sent in place of it', async () => {
    const { who, device } = await withDevice(() => ({ body: { title: 'Named' } }))
    device.replica.createTask({ title: ' ' })
    await settled(device.replica)
    expect((await stateOf(who)).task).toMatchObject([{ title: 'Named' }])
  })
})

describe('tabs of one storage', () => {
  /** Opens two tabs. What they tell the second can be kept back, until the function that `keepBack` returns is called. */
  async function withTabs() {
    const { who, device } = await withDevice()
    await device.replica.close()
    const shared = sharedStorage()
    let told = Promise.resolve()
    const first = await deviceOf(service.url, who, { storage: shared.tab() })
    const second = await deviceOf(service.url, who, { storage: shared.tab(undefined, () => told) })
    await settled(second.replica)
    const keepBack = (): (() => void) => {
      let tell: () => void = () => undefined
      told = new Promise((resolve) => (tell = resolve))
      return tell
    }
    return { who, first, second, keepBack }
  }

  test('200: they show what the others change, and one sends it', async () => {
    const { who, first, second } = await withTabs()
    const { id } = second.replica.createTask({ title: 'From the second' })
    await until(first.replica, () => titlesOf(first.replica).includes('From the second'))
    second.replica.patchTask(id, { title: 'Renamed' })
    await settled(second.replica)
    await until(first.replica, () => titlesOf(first.replica).join() === 'Renamed')
    expect(second.network.sent).toEqual([])
    await first.replica.close()
    second.replica.patchTask(id, { title: 'By the second alone' })
    await settled(second.replica)
    expect((await stateOf(who)).task).toMatchObject([{ title: 'By the second alone' }])
  })

  test('200: one changes something new before it is told that another has sent it', async () => {
    const { who, first, second, keepBack } = await withTabs()
    const tell = keepBack()
    const { id } = second.replica.createTask({ title: 'New' })
    await until(first.replica, () => (first.replica.get('task', id)?.id ?? 0) > 0)
    second.replica.patchTask(id, { title: 'Renamed' })
    second.replica.createTask({ title: 'Below it', parent_id: id })
    await until(first.replica, () => first.replica.get('task', id)?.title === 'Renamed')
    await until(first.replica, () => first.replica.list('task').every((task) => task.id > 0) && first.replica.status.unsent === 0)
    expect((await stateOf(who)).task).toMatchObject([{ title: 'Renamed' }, { title: 'Below it', parent_id: first.replica.get('task', id)?.id }])
    tell()
    await settled(second.replica)
    await sameAs(who, second)
  })

  test('200: a change whose response was lost is not doubled by an earlier one of the other tab', async () => {
    const { who, device } = await withDevice()
    await device.replica.close()
    const shared = sharedStorage()
    const start = (await allChangesOf(who)).cursor
    let written = Promise.resolve()
    const first = await deviceOf(service.url, who, { storage: shared.tab(), onConflict: () => 'mine' })
    const second = await deviceOf(service.url, who, { storage: shared.tab(() => written) })
    const { id } = first.replica.createTask({ title: 'New' })
    await settled(second.replica)
    let write: () => void = () => undefined
    written = new Promise((resolve) => (write = resolve))
    second.replica.patchTask(second.replica.list('task')[0]?.id ?? id, { title: 'By the second' })
    first.network.lose = 1
    first.replica.patchTask(id, { title: 'By the first' })
    await until(first.replica, () => first.replica.status.state === 'offline')
    first.network.cut(true)
    write()
    await until(first.replica, () => first.replica.status.unsent === 2)
    first.network.cut(false)
    await settled(first.replica)
    await settled(second.replica)
    const { changes } = await allChangesOf(who, start, { mode: 'events' })
    const titles = changes.flatMap(({ data, type }) => (type === 'task' && data && 'title' in data ? [data.title] : []))
    expect(titles).toEqual(['New', 'By the first', 'By the second'])
    await sameAs(who, first)
    await sameAs(who, second)
  })

  test('400: what one changes of something that the other has given up goes with it', async () => {
    const { who, first, second, keepBack } = await withTabs()
    const list = first.replica.createList({ name: 'Gone' })
    await settled(second.replica)
    first.network.cut(true)
    const { id } = second.replica.createTask({ title: ' ', list_id: list.id })
    await until(first.replica, () => first.replica.list('task').length === 1)
    const tell = keepBack()
    first.network.cut(false)
    await until(first.replica, () => first.replica.conflicts.length === 1)
    first.replica.resolve(first.replica.conflicts[0]?.key ?? '', 'theirs')
    second.replica.patchTask(id, { title: 'Too late' })
    second.replica.createTask({ title: 'Without it', parent_id: id })
    await until(first.replica, () => titlesOf(first.replica).join() === 'Without it' && first.replica.status.unsent === 0)
    tell()
    await settled(second.replica)
    await sameAs(who, second)
    expect(titlesOf(second.replica)).toEqual(['Without it'])
  })
})
