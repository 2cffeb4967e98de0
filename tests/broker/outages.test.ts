import { pino } from 'pino'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { startProgram } from '../../scripts/support/service.ts'
import { startService } from '../../src/server.ts'
import type { RunningService } from '../../src/server.ts'
import { createBroker } from '../support/broker.ts'
import type { TestBroker } from '../support/broker.ts'
import { program } from '../support/program.ts'
import { addBacklog, brokerSettings, expectAllPublished, untilPublished } from '../support/published.ts'
import { settingsFor, start } from '../support/service.ts'
import type { Person, TestService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

/** `npm run test:events -- --full` repeats more, and has more to publish. */
const isFull = process.env['TEST_EVENTS_FULL'] !== undefined
const kills = isFull ? 20 : 3
const backlog = Number(process.env['TEST_EVENTS_BACKLOG'] ?? (isFull ? 200_000 : 10_000))
const longest = isFull ? 1_800_000 : 120_000

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** A broker that runs, and a service that publishes to it, until the test is over. */
async function startBoth(isPublishing = true): Promise<{ broker: TestBroker; service: TestService; people: Person[] }> {
  const broker = await createBroker()
  endings.push(() => broker.remove())
  await broker.start()
  const service = await start({ settings: { events: isPublishing ? brokerSettings(broker.url) : null } })
  endings.push(() => service.database.drop())
  endings.push(() => service.running.stop(true))
  const people = await Promise.all(['carol', 'dan', 'erin', 'frank'].map((name) => service.register(name)))
  return { broker, service, people }
}

/** Another process's relay, on the same database. */
async function startSecond({ database }: TestService, broker: TestBroker): Promise<RunningService> {
  const running = await startService({ ...settingsFor(database.serviceUrl), events: brokerSettings(broker.url) }, pino({ level: 'silent' }))
  endings.push(() => running.stop(true))
  return running
}

/** Writes all the time, for each of some people, until it is stopped. */
function keepWriting(people: Person[]): { written(): number; more(count: number): Promise<void>; stop(): Promise<void> } {
  let [written, stopped] = [0, false]
  const write = async (who: Person): Promise<void> => {
    while (!stopped) {
      const { id } = await createTask(who, { title: `Task ${written}` })
      await who.patch(`/api/me/tasks/${id}`, { title: `Task ${written}, changed` }).expect(200)
      await who.patch(`/api/me/tasks/${id}/complete`, { completed: true }).expect(200)
      written += 3
    }
  }
  const writing = Promise.all(people.map(write))
  return {
    written: () => written,
    async more(count) {
      const from = written
      await Promise.race([vi.waitFor(() => expect(written - from).toBeGreaterThanOrEqual(count), { timeout: 100_000, interval: 10 }), writing])
    },
    async stop() {
      stopped = true
      await writing
    },
  }
}

const metricOf = async (url: string, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
}

describe('while changes are written', () => {
  test(
    `a broker that is killed ${kills} times loses none of them, and has those of each user in order`,
    async () => {
      const { broker, service, people } = await startBoth()
      const writing = keepWriting(people)
      for (let kill = 0; kill < kills; kill += 1) {
        await writing.more(50)
        await broker.kill()
        await writing.more(50)
        await broker.start()
        const before = await metricOf(service.url, 'taskpact_events_published_total')
        await vi.waitFor(async () => expect(await metricOf(service.url, 'taskpact_events_published_total')).toBeGreaterThan(before), {
          timeout: 60_000,
          interval: 50,
        })
      }
      await writing.stop()
      await untilPublished(service.database)
      expect(await expectAllPublished(service.database, broker)).toBe(writing.written())
    },
    longest,
  )

  test('a broker that hangs holds up no request, and misses nothing', async () => {
    const { broker, service, people } = await startBoth()
    const writing = keepWriting(people)
    await writing.more(20)
    broker.signal('SIGSTOP')
    await writing.more(200)
    broker.signal('SIGCONT')
    await writing.stop()
    await untilPublished(service.database)
    expect(await expectAllPublished(service.database, broker)).toBe(writing.written())
  })

  test('a broker that refuses subscriptions, those there are too, holds up no request, and misses nothing', async () => {
    const { broker, service, people } = await startBoth()
    const writing = keepWriting(people)
    await writing.more(20)
    await broker.permit('nothing')
    const failures = await metricOf(service.url, 'taskpact_events_failures_total')
    await vi.waitFor(async () => expect(await metricOf(service.url, 'taskpact_events_failures_total')).toBeGreaterThanOrEqual(failures + 2), {
      timeout: 60_000,
      interval: 50,
    })
    await writing.more(50)
    await broker.permit('>')
    await writing.stop()
    await untilPublished(service.database)
    expect(await expectAllPublished(service.database, broker)).toBe(writing.written())
  })

  test('two relays publish each of them once', async () => {
    const { broker, service, people } = await startBoth()
    const second = await startSecond(service, broker)
    const writing = keepWriting(people)
    await addBacklog(service.database, [service.alice.id, service.bob.id], 4_000)
    await writing.more(200)
    await writing.stop()
    await untilPublished(service.database)
    const changes = await expectAllPublished(service.database, broker)
    // Each counts once it has committed.
    await vi.waitFor(async () => {
      const published = await Promise.all([service.url, second.url].map((url) => metricOf(url, 'taskpact_events_published_total')))
      expect(published.reduce((sum, count) => sum + count, 0)).toBe(changes)
    })
  })
})

test('a relay that is killed leaves nothing out: another one continues where it was', async () => {
  const { broker, service, people } = await startBoth(false)
  const added = await addBacklog(
    service.database,
    people.map(({ id }) => id),
    8_000,
  )
  const first = await startProgram({ program, databaseUrl: service.database.serviceUrl, environment: { EVENTS_URL: broker.url } })
  await vi.waitFor(async () => expect(await metricOf(first.url, 'taskpact_events_published_total')).toBeGreaterThan(0), { timeout: 60_000, interval: 5 })
  first.child.kill('SIGKILL')
  await first.exited
  await startSecond(service, broker)
  await untilPublished(service.database)
  expect(await expectAllPublished(service.database, broker)).toBe(added)
})

test(
  `a backlog of ${backlog} changes drains`,
  async () => {
    const { broker, service, people } = await startBoth(false)
    const added = await addBacklog(
      service.database,
      people.map(({ id }) => id),
      backlog,
    )
    const from = performance.now()
    await startSecond(service, broker)
    await untilPublished(service.database, longest)
    const seconds = (performance.now() - from) / 1_000
    console.log(`${added} changes were published in ${seconds.toFixed(1)} s: ${Math.round(added / seconds)} a second`)
    if (!isFull) expect(await expectAllPublished(service.database, broker)).toBe(added)
  },
  longest,
)

test('changes that were removed from the record before they were published are told of', async () => {
  const { broker, service, people } = await startBoth()
  const [carol] = people
  if (!carol) throw new Error('nobody')
  await createTask(carol)
  await untilPublished(service.database)
  await broker.kill()
  for (let count = 0; count < 3; count += 1) await createTask(carol)
  await service.database.superuser(`delete from changes where user_id = ${carol.id} and seq < 4`)
  await broker.start()
  await untilPublished(service.database)
  expect(await metricOf(service.url, 'taskpact_events_missed_total')).toBe(2)
  expect(service.log).toContainEqual(expect.objectContaining({ user: carol.id, missed: 2 }))
  const own = (await broker.read()).filter(({ subject }) => subject === `taskpact.${carol.id}.task.created`)
  expect(own.map(({ event }) => event.data['seq'])).toEqual([1, 4])
})

test('the log says that the broker is away and that it is back, once each, and has no password', async () => {
  const { broker, service, people } = await startBoth()
  const [carol] = people
  if (!carol) throw new Error('nobody')
  await broker.kill()
  await createTask(carol)
  await vi.waitFor(async () => expect(await metricOf(service.url, 'taskpact_events_failures_total')).toBeGreaterThan(2), { timeout: 60_000, interval: 50 })
  expect(await metricOf(service.url, 'taskpact_events_waiting_seconds')).toBeGreaterThan(0)
  await service.anyone.get('/health/ready').expect(200)
  await broker.start()
  await untilPublished(service.database)
  await vi.waitFor(() => expect(service.log.some(({ msg }) => msg === 'events are published again')).toBe(true))
  expect(service.log.filter(({ msg }) => String(msg).startsWith('events could not be published'))).toHaveLength(1)
  expect(JSON.stringify(service.log)).not.toContain('word')
})
