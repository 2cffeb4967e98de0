import { tmpdir } from 'node:os'
import { expect, onTestFinished, test } from 'vitest'
import type { Finding } from '../../src/commands/doctor/finding.ts'
import { createBroker } from '../support/broker.ts'
import type { TestBroker } from '../support/broker.ts'
import { streamSettings } from '../../src/events/subjects.ts'
import { jetstreamManager } from '@nats-io/jetstream'
import { secret, testService } from '../support/service.ts'
import { taskpact } from '../support/taskpact.ts'

const service = testService()

async function brokerWith(...given: Parameters<typeof createBroker>): Promise<TestBroker> {
  const broker = await createBroker(...given)
  onTestFinished(() => broker.remove())
  await broker.start()
  return broker
}

/** What the doctor says of a broker. */
async function findingsOf(url: string): Promise<Finding[]> {
  const settings = { DATABASE_URL: service.database.url, BETTER_AUTH_SECRET: secret, OWN_ACCOUNTS: 'off' }
  const { out, err } = await taskpact(tmpdir(), ['doctor', '--json'], { ...settings, EVENTS_URL: url })
  expect(err).toBe('')
  expect(out).not.toContain(new URL(url).password)
  const { findings } = JSON.parse(out) as { findings: Finding[] } // as --help says
  return findings.filter(({ check }) => check === 'events')
}

test('a broker with JetStream is ok, with and without the stream, and the doctor makes none', async () => {
  const { url, port, use } = await brokerWith()
  const without = { check: 'events', level: 'ok', found: `the broker 127.0.0.1:${port} responds, and the service makes its stream`, advice: null }
  expect([await findingsOf(url), await findingsOf(url)]).toEqual([[without], [without]])
  await use(async (connection) => (await jetstreamManager(connection)).streams.add(streamSettings))
  expect(await findingsOf(url)).toEqual([{ ...without, found: `the broker 127.0.0.1:${port} has the stream` }])
})

test('one without JetStream fails', async () => {
  const { url, port } = await brokerWith({ jetstream: false })
  expect(await findingsOf(url)).toMatchObject([
    { level: 'fail', found: `the broker 127.0.0.1:${port} has no JetStream`, advice: expect.stringContaining('-js') },
  ])
})

test('one that refuses the password fails', async () => {
  const url = new URL((await brokerWith()).url)
  url.password = 'hunter2'
  expect(await findingsOf(url.href)).toMatchObject([
    { level: 'fail', found: expect.stringMatching(/authorization/i), advice: expect.stringContaining('EVENTS_URL') },
  ])
})
