import { afterEach, describe, expect, test, vi } from 'vitest'
import { createTaskpact } from '../../src/client/index.ts'
import type { SessionStore } from '../../src/client/index.ts'
import { repeated } from '../support/repeated.ts'
import { login, notingFetch, problemOf, staleSession, storeOf } from '../support/sdk.ts'
import { testService } from '../support/service.ts'

const service = testService()

describe('signing in', () => {
  test('loginUser and registerUser sign the client in, logoutUser signs it out', async () => {
    const store = storeOf()
    const someone = createTaskpact({ url: service.url, store })
    await someone.registerUser({ body: { email: 'carol@example.com', password: 'the password of carol', name: 'Carol' } })
    expect((await someone.getUser()).name).toBe('Carol')
    await someone.logoutUser()
    expect(store.session).toBeNull()
    expect((await problemOf(someone.getUser())).status).toBe(401)
    await someone.loginUser({ body: login('carol') })
    expect((await someone.getUser()).name).toBe('Carol')
  })

  describe("store: 'localStorage'", () => {
    afterEach(() => vi.unstubAllGlobals())

    test('keeps the session for the next page, but for no other service', async () => {
      const kept = new Map<string, string>()
      vi.stubGlobal('localStorage', {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => kept.set(key, value),
        removeItem: (key: string) => kept.delete(key),
      })
      const here = () => createTaskpact({ url: service.url, store: 'localStorage' })
      await here().loginUser({ body: login('bob') })
      expect(await here().getUser()).toMatchObject({ name: 'bob' })
      const elsewhere = createTaskpact({ url: `${service.url}/`, store: 'localStorage' })
      expect((await problemOf(elsewhere.getUser())).status).toBe(401)
      for (const written of ['{"', '"text"', 'null']) {
        for (const key of kept.keys()) kept.set(key, written)
        expect((await problemOf(here().getUser())).status).toBe(401)
      }
      await here().loginUser({ body: login('bob') })
      await here().logoutUser()
      expect(kept.size).toBe(0)
    })

    test('on a server, nobody is signed in, and a sign-in says that it needs a browser', async () => {
      vi.stubGlobal('localStorage', undefined)
      const rendering = createTaskpact({ url: service.url, store: 'localStorage' })
      expect((await problemOf(rendering.getUser())).status).toBe(401)
      await expect(rendering.loginUser({ body: login('bob') })).rejects.toThrow('works in browsers only')
    })
  })

  test('a wrong password is a problem, and keeps the signed-in user', async () => {
    const store = storeOf(await createTaskpact({ url: service.url }).loginUser({ body: login('bob') }))
    const before = store.session
    const problem = await problemOf(createTaskpact({ url: service.url, store }).loginUser({ body: { ...login('bob'), password: 'wrong password' } }))
    expect(problem.type).toBe('/docs/problems/invalid-credentials')
    expect(store.session).toBe(before)
  })

  test('thirty requests that are refused at once refresh once, and are all carried out', async () => {
    const store = storeOf(await staleSession(service, 'alice'))
    const { fetch, paths } = notingFetch()
    const stale = createTaskpact({ url: service.url, store, fetch })
    const tasks = await Promise.all(Array.from({ length: 30 }, () => stale.createTask({ body: { title: 'At once' } })))
    expect(repeated(tasks.map(({ id }) => id))).toEqual([])
    expect(paths.filter((path) => path !== '/api/me/tasks')).toEqual(['/api/auth/refresh'])
    // The session goes on with what the refresh gave.
    await stale.refreshSession({ body: { refresh_token: store.session?.refresh_token ?? '' } })
    expect(await stale.getUser()).toMatchObject({ email: 'alice@example.com' })
  })

  test('a session that another tab has refreshed is taken from the store', async () => {
    const stale = await staleSession(service, 'alice')
    const fresh = await createTaskpact({ url: service.url }).refreshSession({ body: { refresh_token: stale.refresh_token } })
    const { fetch, paths } = notingFetch()
    let reads = 0
    const store: SessionStore = { read: () => (reads++ === 0 ? stale : fresh), write: () => undefined }
    expect(await createTaskpact({ url: service.url, store, fetch }).getUser()).toMatchObject({ email: 'alice@example.com' })
    expect(paths).toEqual(['/api/me', '/api/me'])
  })

  test('what one user asked for is not done as another who signs in meanwhile', async () => {
    const bob = await createTaskpact({ url: service.url }).loginUser({ body: login('bob') })
    const store = storeOf(await staleSession(service, 'alice'))
    const shared = createTaskpact({
      url: service.url,
      store,
      fetch(request) {
        if (request.url.endsWith('/refresh')) store.session = bob
        return fetch(request)
      },
    })
    // The refresh was Alice's, and so is the task.
    expect(await shared.createTask({ body: { title: "Alice's own" } })).toMatchObject({ user_id: service.alice.id })
    expect(store.session).toBe(bob)
    expect(await shared.listTasks()).toEqual([])
  })

  test('nor where that other has signed in by the time it is refused', async () => {
    const bob = await createTaskpact({ url: service.url }).loginUser({ body: login('bob') })
    const stale = await staleSession(service, 'alice')
    let reads = 0
    const store: SessionStore = { read: () => (reads++ === 0 ? stale : bob), write: () => undefined }
    expect((await problemOf(createTaskpact({ url: service.url, store }).createTask({ body: { title: "Alice's own" } }))).status).toBe(401)
  })

  test('a session that is over signs out, with the 401', async () => {
    const stale = await staleSession(service, 'alice')
    const store = storeOf({ ...stale, refresh_token: 'unknown' })
    expect((await problemOf(createTaskpact({ url: service.url, store }).getUser())).status).toBe(401)
    expect(store.session).toBeNull()
  })

  test('a service that cannot refresh just now signs nobody out', async () => {
    const store = storeOf(await staleSession(service, 'alice'))
    const fetch = (request: Request) => (request.url.endsWith('/refresh') ? Promise.resolve(new Response(null, { status: 503 })) : globalThis.fetch(request))
    expect((await problemOf(createTaskpact({ url: service.url, store, fetch, retries: 0 }).getUser())).status).toBe(503)
    expect(store.session).not.toBeNull()
  })

  test('a function is asked for the token, and once for a fresh one where many are refused', async () => {
    const asked: (string | undefined)[] = []
    const token = (refused?: string): string => {
      asked.push(refused)
      return refused === undefined ? 'e30.e30.stale' : service.alice.token
    }
    const both = createTaskpact({ url: service.url, token })
    await Promise.all([both.getUser(), both.getUser()])
    expect(asked).toEqual([undefined, undefined, 'e30.e30.stale'])
  })

  test('a token that is refused, with no way to another, is the problem', async () => {
    expect((await problemOf(createTaskpact({ url: service.url, token: 'e30.e30.stale' }).getUser())).status).toBe(401)
  })

  test('logging out of a session that is over is no problem', async () => {
    const first = createTaskpact({ url: service.url, store: storeOf() })
    const session = await first.loginUser({ body: login('bob') })
    const second = createTaskpact({ url: service.url, store: storeOf(session) })
    await first.logoutUser()
    await second.logoutUser()
  })
})
