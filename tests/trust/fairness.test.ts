import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { atOnce } from '../support/at-once.ts'
import { frontEndUser } from '../support/front-end.ts'
import { eventually } from '../support/outages.ts'
import { testService } from '../support/service.ts'
import type { Client } from '../support/service.ts'
import { countStatuses } from '../support/statuses.ts'
import { createTask } from '../support/tasks.ts'

const limits = { perUser: 1_000_000, databaseMsPerRequest: 100, signInsPerAccount: 1_000_000, signInsPerAddress: 1_000_000 }
const service = testService({ settings: { concurrentPerUser: 2, trustProxy: 1, limits } })

/** Does something while whoever writes to a table has to wait in the database, or whoever reads it too. @returns what the requests came to once it is free again */
async function whileLocked<Result>(
  requests: () => Promise<Result>[],
  work: () => Promise<void>,
  lock = 'tasks in share row exclusive mode',
  { database } = service,
): Promise<Result[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`lock table ${lock}`)
    const sent = requests()
    await work()
    await client.query('rollback')
    return await Promise.all(sent)
  } finally {
    await client.end()
  }
}

/** The connections that wait for a lock. */
const waiting = (): Promise<object[]> =>
  service.database.superuser("select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()")

const rename = (who: Client, id: number) => who.patch(`/api/me/tasks/${id}`, { title: 'renamed' })

describe('one user who sends many slow requests at once', () => {
  test('200: another user, and their own reads, wait for none of them', async () => {
    const { id } = await createTask(service.alice)
    const answers = await whileLocked(
      () => [atOnce(40, () => rename(service.alice, id))],
      async () => {
        await service.bob.get('/api/me/tasks').expect(200)
        await service.alice.get(`/api/me/tasks/${id}`).expect(200)
      },
    )
    expect(countStatuses(answers.flat())).toEqual({ 200: 40 })
  })

  test('429: more than wait for their turn', async () => {
    const { id } = await createTask(service.alice)
    let refusals = 0
    const request = async () => {
      const answer = await rename(service.alice, id)
      if (answer.status === 429) refusals += 1
      return answer
    }
    const answers = await whileLocked(
      () => Array.from({ length: 80 }, request),
      () => eventually(() => expect(refusals).toBeGreaterThanOrEqual(17)),
    )
    const refused = answers.filter(({ status }) => status === 429)
    // The 63 that have a place wait no longer than five seconds, which a machine that stalls may take.
    expect(Object.keys(countStatuses(answers))).toEqual(['200', '429'])
    for (const { headers } of refused)
      expect(headers).toMatchObject({ 'retry-after': '1', 'ratelimit-policy': expect.stringMatching(/^"concurrent-requests"/) })
  })
})

describe('one user who searches again and again', () => {
  test('200: one search at a time, while their other reads continue', async () => {
    await createTask(service.alice)
    const answers = await whileLocked(
      () => [atOnce(20, () => service.alice.get('/api/me/tasks?search=a'))],
      async () => {
        await eventually(async () => expect(await waiting()).toHaveLength(1))
        await service.alice.get('/api/me/lists').expect(200)
        expect(await waiting()).toHaveLength(1)
      },
      'tasks in access exclusive mode',
    )
    expect(countStatuses(answers.flat())).toEqual({ 200: 20 })
  })
})

describe('several users who search at once', () => {
  test('200: another user waits for none of them', async () => {
    const users = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const user = frontEndUser(service, `fairness-${index}`)
        await user.get('/api/me').expect(200)
        return user
      }),
    )
    const answers = await whileLocked(
      () => users.flatMap((user) => [0, 1].map(() => user.get('/api/me/tasks?search=milk').then(({ status }) => status))),
      async () => {
        await eventually(async () => expect((await waiting()).length).toBeGreaterThanOrEqual(6))
        await service.alice.get('/api/me').expect(200)
        expect(await waiting()).toHaveLength(6)
      },
      'tasks in access exclusive mode',
    )
    expect(answers).toEqual(Array.from({ length: 16 }, () => 200))
  })
})

describe('several users whose reads take long', () => {
  test('200: others who read a single resource wait for none of them', async () => {
    const slow = await Promise.all(
      [0, 1, 2, 3, 4, 5].map(async (index) => {
        const user = frontEndUser(service, `slow-${index}`)
        await user.get('/api/me').expect(200)
        return user
      }),
    )
    const answers = await whileLocked(
      () => slow.map((user) => user.get('/api/me/lists').then(({ status }) => status)),
      async () => {
        await eventually(async () => expect(await waiting()).toHaveLength(4))
        await service.bob.get('/api/me').expect(200)
        expect(await waiting()).toHaveLength(4)
      },
      'lists in access exclusive mode',
    )
    expect(answers).toEqual([200, 200, 200, 200, 200, 200])
  })
})

describe('many sign-ins at once', () => {
  test('200: requests of those who are signed in wait for none of them', async () => {
    let answered = 0
    const signIns = atOnce(60, () => service.anyone.post('/api/auth/login', { email: 'nobody@example.com', password: 'correct horse battery' })).then(
      (answers) => {
        answered = answers.length
        return answers
      },
    )
    await service.alice.get('/api/me/tasks').expect(200)
    expect(answered, 'sign-ins that were answered before').toBe(0)
    expect(countStatuses(await signIns)).toEqual({ 401: 60 })
  })

  test.each(['one address', 'many addresses'])('200: nor do they wait for sign-ins from %s to be counted, which takes few connections', async (from) => {
    // Takes some of her limit in advance, as it cannot be counted either.
    await service.alice.get('/api/me').expect(200)
    let count = 0
    const signIn = () => {
      if (from === 'many addresses') count += 1
      return service
        .client({ 'X-Forwarded-For': `192.0.2.${count}` })
        .post('/api/auth/login', { email: 'someone@example.com', password: 'correct horse battery' })
    }
    const answers = await whileLocked(
      () => [atOnce(20, signIn)],
      async () => {
        const connections = from === 'one address' ? 1 : 4
        await eventually(async () => expect((await waiting()).length).toBeGreaterThanOrEqual(connections))
        await service.alice.get('/api/me/tasks').expect(200)
        expect(await waiting()).toHaveLength(connections)
      },
      'rate_limits in share row exclusive mode',
    )
    expect(countStatuses(answers.flat())).toEqual({ 401: 20 })
  })
})

describe('many downloads at once that nobody reads', () => {
  const sockets: Socket[] = []
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy()
  })
  const get = (path: string, address: string) => service.client({ 'X-Forwarded-For': address, 'Accept-Encoding': 'identity' }).get(path)

  test('429: more of them from one address; another address, and the API, wait for none of them', async () => {
    // More in a row than the system takes on behalf of a client that does not read.
    const request = 'GET /docs/scalar.js HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 192.0.2.1\r\nAccept-Encoding: identity\r\n\r\n'.repeat(5)
    for (let count = 0; count < 60; count += 1) {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1').on('error', () => undefined)
      sockets.push(socket.pause())
      socket.write(request)
    }
    await eventually(async () => {
      const { body, status } = await get('/docs/portal.js', '192.0.2.1')
      expect([status, body.type]).toEqual([429, '/docs/problems/too-many-requests'])
    })
    await get('/docs/portal.js', '192.0.2.2').expect(200)
    await service.alice.get('/api/me/tasks').expect(200)
    for (const socket of sockets.splice(0)) socket.destroy()
    await eventually(async () => {
      await get('/docs/portal.js', '192.0.2.1').expect(200)
    })
  })
})

describe('a request that costs more than others', () => {
  const left = async (): Promise<number> => {
    const { headers } = await service.alice.get('/api/me').expect(200)
    return Number(/r=(\d+)/.exec(headers['ratelimit'] ?? '')?.[1])
  }

  /** Expects that something counts as so many requests or more, once its responses have been sent. */
  const expectCount = async (least: number, work: () => Promise<unknown>): Promise<void> => {
    const before = await left()
    await work()
    let asked = 0
    await eventually(async () => {
      asked += 1
      expect(before - (await left()) - asked).toBeGreaterThanOrEqual(least)
    })
  }

  test('200: counts again for each tenth of a second of the database', async () => {
    const { id } = await createTask(service.alice)
    const slow = () =>
      whileLocked(
        () => [atOnce(1, () => rename(service.alice, id))],
        () => pause(450),
      )
    await expectCount(1 + 4, slow)
  })

  test('200: counts again for each megabyte after the first, over MCP too', async () => {
    const { alice, database } = service
    await database.superuser(`insert into tasks (user_id, title, description) select ${alice.id}, n::text, repeat('x', 1000) from generate_series(1, 900) n`)
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_tasks', arguments: { limit: 900 } } }
    for (const request of [() => alice.get('/api/me/tasks?limit=900'), () => alice.post('/mcp', call)]) {
      await expectCount(2, async () => {
        const { text } = await request().expect(200)
        expect(Buffer.byteLength(text)).toBeGreaterThan(1_000_000)
      })
    }
  })
})

describe('one user who has more requests in line than the service has room for', () => {
  const small = testService({ settings: { concurrentPerUser: 1, maxInFlight: 6, limits } })

  test('200: another user, and all that are in line when it is their turn', async () => {
    const { id } = await createTask(small.alice)
    const sent: Promise<number>[] = []
    await whileLocked(
      () => [],
      async () => {
        for (let count = 0; count < 8; count += 1) {
          sent.push(rename(small.alice, id).then(({ status }) => status))
          // Those before it are in line by then.
          await small.bob.get('/api/me/lists').expect(200)
        }
      },
      'tasks in share row exclusive mode',
      small,
    )
    expect(await Promise.all(sent)).toEqual(Array.from({ length: 8 }, () => 200))
  })
})
