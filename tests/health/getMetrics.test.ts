import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'

const test = testsOf('getMetrics')
const service = testService({ cleanup: { most: 1_000, every: 50 } })

const metrics = async (): Promise<string> => (await service.anyone.get('/metrics').expect(200)).text

describe('getMetrics', () => {
  test("200: Prometheus' text format", async () => {
    const { text, headers } = await service.anyone.get('/metrics').expect(200)
    expect(headers['content-type']).toMatch(/^text\/plain/)
    for (const line of text.split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? (-?[\d.]+(e[+-]?\d+)?|NaN|[+-]Inf))?$/)
    }
  })

  test('200: answers are counted by operation and status', async () => {
    await service.alice.get('/api/me/tasks').expect(200)
    await service.alice.get('/api/me/tasks').expect(200)
    await service.alice.get('/api/me/tasks?limit=0').expect(400)
    await expect.poll(metrics, { timeout: 20_000 }).toMatch(/^taskpact_requests_total\{operation="listTasks",status="200"\} 2$/m)
    await expect.poll(metrics, { timeout: 20_000 }).toMatch(/^taskpact_requests_total\{operation="listTasks",status="400"\} 1$/m)
    expect(await metrics()).toMatch(/^taskpact_request_duration_seconds_count\{operation="listTasks"\} 3$/m)
  })

  test('200: what is sent to no operation makes no label of its own', async () => {
    for (const path of ['/nothing/here', '/wp-login.php', '/%ZZ']) await service.anyone.get(path)
    await expect.poll(metrics, { timeout: 20_000 }).toMatch(/^taskpact_requests_total\{operation="none",status="404"\} 2$/m)
    await expect.poll(metrics, { timeout: 20_000 }).toMatch(/^taskpact_requests_total\{operation="none",status="400"\} 1$/m)
    expect(await metrics()).not.toMatch(/nothing|wp-login|%ZZ/)
  })

  test('200: neither users nor paths', async () => {
    const { body: task } = await service.alice.post('/api/me/tasks', { title: 'Hide the treasure' }).expect(201)
    await service.alice.get(`/api/${service.alice.id}/tasks/${task.id}?secret=hunter2`).expect(200)
    await expect.poll(metrics, { timeout: 20_000 }).toContain('operation="getTask",status="200"')
    const text = await metrics()
    for (const hidden of ['/api/', 'treasure', 'hunter2', 'alice', service.alice.token]) expect(text).not.toContain(hidden)
    const labelled = [...text.matchAll(/^taskpact_\w+\{(.*)\}/gm)]
    const labels = new Set(labelled.flatMap(([, pairs = '']) => pairs.match(/\w+(?==")/g) ?? []))
    expect([...labels].sort()).toEqual(['le', 'operation', 'queue', 'reason', 'state', 'status', 'version'])
  })

  test('200: the connections to the database', async () => {
    const text = await metrics()
    for (const state of ['idle', 'busy', 'waited_for']) {
      expect(text).toMatch(new RegExp(`^taskpact_database_connections\\{state="${state}"\\} \\d+$`, 'm'))
    }
  })

  test('200: the version, requests in flight, and those that were shed by reason', async () => {
    const text = await metrics()
    expect(text).toMatch(/^taskpact_build_info\{version="\d+\.\d+\.\d+"\} 1$/m)
    // The request for the metrics itself.
    expect(text).toMatch(/^taskpact_requests_in_flight\{state="served"\} [1-9]\d*$/m)
    for (const state of ['waiting_to_start', 'waiting_in_line', 'waiting_for_client'])
      expect(text).toMatch(new RegExp(`^taskpact_requests_in_flight\\{state="${state}"\\} 0$`, 'm'))
    for (const reason of ['overload', 'slow_clients', 'early_retry'])
      expect(text).toMatch(new RegExp(`^taskpact_requests_shed_total\\{reason="${reason}"\\} 0$`, 'm'))
  })

  test('200: streams that are open', async () => {
    expect(await metrics()).toMatch(/^taskpact_open_streams 0$/m)
    const stream = await fetch(`${service.url}/api/me/events`, { headers: { Authorization: `Bearer ${service.alice.token}` } })
    await expect.poll(metrics, { timeout: 20_000 }).toMatch(/^taskpact_open_streams 1$/m)
    await stream.body?.cancel()
    await expect.poll(metrics, { timeout: 20_000 }).toMatch(/^taskpact_open_streams 0$/m)
  })

  test('200: round trips to the database, and when it was last cleaned up', async () => {
    const valueOf = async (name: string): Promise<number> => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(await metrics())?.[1])
    const before = await valueOf('taskpact_database_round_trips_total')
    await service.alice.get('/api/me/tasks').expect(200)
    expect(await valueOf('taskpact_database_round_trips_total')).toBeGreaterThan(before)
    const cleanedUp = (): Promise<number> => valueOf('taskpact_cleanup_last_success_timestamp_seconds')
    await expect.poll(cleanedUp, { timeout: 20_000 }).toBeGreaterThan(1_600_000_000)
    const first = await cleanedUp()
    await expect.poll(cleanedUp, { timeout: 20_000 }).toBeGreaterThan(first)
  })

  test('200: how long mails and deliveries have waited', async () => {
    const ageOf = async (queue: string): Promise<number> =>
      Number(new RegExp(`^taskpact_queue_age_seconds\\{queue="${queue}"\\} (\\S+)$`, 'm').exec(await metrics())?.[1] ?? NaN)
    await expect.poll(() => ageOf('webhooks'), { timeout: 20_000 }).toBe(0)
    // Nobody listens at the mail server of these tests.
    await service.anyone.post('/api/auth/forgot-password', { email: service.alice.email }).expect(204)
    await service.database.superuser("update mails set created_at = now() - interval '30 minutes'")
    await expect.poll(() => ageOf('mails'), { timeout: 60_000 }).toBeGreaterThan(1_700)
  })

  test('200: every metric of the service is in the guide', async () => {
    const named = [...(await metrics()).matchAll(/^# TYPE (taskpact_\w+) /gm)].map(([, name]) => name)
    const guide = readFileSync(new URL('../../src/docs/assets/guides/13-monitoring.md', import.meta.url), 'utf8')
    expect([...guide.matchAll(/^\| `(taskpact_\w+)`/gm)].map(([, name]) => name).sort()).toEqual(named.sort())
  })

  test('400: a query that is no text', async () => {
    const { headers } = await service.anyone.get('/metrics?%ZZ').expect(400)
    expect(headers['content-type']).toBe('application/problem+json')
  })
})
