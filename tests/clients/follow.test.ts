import { afterAll, describe, expect, test, vi } from 'vitest'
import { createTaskpact } from '../../src/client/index.ts'
import type { FollowedChange, FollowOptions, Taskpact } from '../../src/client/index.ts'
import { createNetwork } from '../support/network.ts'
import { login, problemOf, storeOf } from '../support/sdk.ts'
import { testService } from '../support/service.ts'
import type { Person } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const service = testService()

const ends = new AbortController()
afterAll(() => ends.abort())

/** What a follower has seen, and the means to wait for more. */
type Seen = { changes: FollowedChange[]; ended: Promise<void>; titles(): string[]; until(title: string): Promise<void> }

/** Follows in the background. */
function following(api: Taskpact, cursor?: string, options: FollowOptions = { signal: ends.signal }): Seen {
  const waiting = new Set<() => void>()
  const changes: FollowedChange[] = []
  const seen: Seen = {
    changes,
    // What changes during a snapshot may be repeated after it.
    titles: () => [...new Set(changes.flatMap(({ data }) => (data && 'title' in data ? [data.title] : [])))],
    async until(title) {
      while (!seen.titles().includes(title)) await new Promise<void>((more) => waiting.add(more))
    },
    ended: (async () => {
      for await (const change of api.follow(cursor, options)) {
        changes.push(change)
        for (const more of waiting) more()
      }
    })(),
  }
  seen.ended.catch(() => undefined)
  return seen
}

const clientOf = ({ token }: Person, options: { fetch?: (request: Request) => Promise<Response> } = {}): Taskpact =>
  createTaskpact({ url: service.url, token, retries: 0, ...options })

describe('following', () => {
  test('200: first everything that the user has, then each change as it comes', async () => {
    const carol = await service.register('carol')
    await createTask(carol, { title: 'Before' })
    const seen = following(clientOf(carol))
    await seen.until('Before')
    expect(seen.changes.slice(0, 2)).toMatchObject([{ type: 'user' }, { type: 'task', op: 'upsert' }])
    const { id } = await createTask(carol, { title: 'Live' })
    await seen.until('Live')
    await carol.delete(`/api/me/tasks/${id}`).expect(204)
    await createTask(carol, { title: 'Last' })
    await seen.until('Last')
    expect(seen.changes.slice(-3)).toMatchObject([{ op: 'upsert', id }, { op: 'delete', id }, { op: 'upsert' }])
  })

  test('200: from the cursor of a change, only what followed it', async () => {
    const carol = await service.register('cursor')
    const first = following(clientOf(carol))
    await createTask(carol, { title: 'One' })
    await first.until('One')
    await createTask(carol, { title: 'Two' })
    // Within a page, a change has the cursor of the page before.
    await first.until('Two')
    await createTask(carol, { title: 'Three' })
    await first.until('Three')
    const cursor = first.changes.find(({ data }) => data && 'title' in data && data.title === 'Two')?.cursor
    const second = following(clientOf(carol), cursor)
    await second.until('Three')
    expect(second.titles()).toEqual(['Three'])
  })

  test('200: after lost connections it misses nothing, and says that they were lost', async () => {
    const carol = await service.register('lost')
    const network = createNetwork()
    const breaks: unknown[] = []
    const seen = following(clientOf(carol, network), undefined, { signal: ends.signal, onBreak: (error) => void breaks.push(error) })
    for (const title of ['One', 'Two', 'Three']) {
      await createTask(carol, { title })
      await seen.until(title)
      network.cut(true)
      await createTask(carol, { title: `${title} meanwhile` })
      network.cut(false)
      await seen.until(`${title} meanwhile`)
    }
    expect(seen.titles()).toEqual(['One', 'One meanwhile', 'Two', 'Two meanwhile', 'Three', 'Three meanwhile'])
    expect(breaks.length).toBeGreaterThan(0)
  })

  test('200: where streams do not get through, by long polls', async () => {
    const carol = await service.register('polls')
    const network = createNetwork()
    const fetch = async (request: Request): Promise<Response> => {
      if (request.url.includes('/events')) return new Response('', { headers: { 'Content-Type': 'text/html' } })
      return network.fetch(request)
    }
    const seen = following(clientOf(carol, { fetch }))
    await createTask(carol, { title: 'One' })
    await seen.until('One')
    await vi.waitUntil(() => network.sent.at(-1)?.includes('wait=30'), { timeout: 20_000 })
    await createTask(carol, { title: 'Two' })
    await seen.until('Two')
    expect(seen.titles()).toEqual(['One', 'Two'])
  })

  test('200: with a token that has expired, it gets a new one', async () => {
    const frank = await service.register('frank')
    const session = await createTaskpact({ url: service.url }).loginUser({ body: login('frank') })
    const stale = storeOf({ ...session, access_token: `${session.access_token.slice(0, -6)}AAAAAA` })
    const seen = following(createTaskpact({ url: service.url, store: stale }))
    await createTask(frank, { title: 'Renewed' })
    await seen.until('Renewed')
  })
})

describe('its end', () => {
  test('200: aborted, it ends, and so does its stream', async () => {
    const carol = await service.register('aborts')
    const controller = new AbortController()
    const seen = following(clientOf(carol), undefined, { signal: controller.signal })
    await createTask(carol, { title: 'One' })
    await seen.until('One')
    controller.abort()
    await seen.ended
  })

  test('200: aborted before it began, it is empty', async () => {
    const seen = following(clientOf(service.alice), undefined, { signal: AbortSignal.abort() })
    await seen.ended
    expect(seen.changes).toEqual([])
  })

  test('401: once the session has ended', async () => {
    const carol = await service.register('leaves')
    const seen = following(clientOf(carol))
    await createTask(carol, { title: 'One' })
    await seen.until('One')
    await carol.post('/api/auth/logout', { refresh_token: carol.refreshToken }).expect(204)
    expect(await problemOf(seen.ended)).toMatchObject({ status: 401, kind: 'unauthenticated' })
  })

  test.each(['before it begins', 'while it follows'])('410: if it is not known any more what followed, %s', async (when) => {
    const carol = await service.register(`expires-${when.slice(0, 1)}`)
    const network = createNetwork()
    const api = clientOf(carol, network)
    const first = following(api)
    await createTask(carol, { title: 'One' })
    await first.until('One')
    network.cut(true)
    await createTask(carol, { title: 'Two' })
    await service.database.superuser('delete from changes where user_id = $1', [carol.id])
    network.cut(false)
    const seen = when === 'while it follows' ? first : following(api, first.changes.at(-1)?.cursor)
    expect(await problemOf(seen.ended)).toMatchObject({ status: 410, kind: 'cursor-expired' })
    const again = following(api)
    await again.until('Two')
    expect(again.titles()).toEqual(['One', 'Two'])
  })

  test('400: for a cursor that was never given out', async () => {
    expect(await problemOf(following(clientOf(service.alice), 'abc').ended)).toMatchObject({ status: 400, kind: 'invalid-request' })
  })
})
