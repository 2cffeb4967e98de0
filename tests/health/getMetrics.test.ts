import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'

const test = testsOf('getMetrics')
const service = testService()

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
    expect([...labels].sort()).toEqual(['le', 'operation', 'state', 'status'])
  })

  test('200: the connections to the database', async () => {
    const text = await metrics()
    for (const state of ['idle', 'busy', 'waited_for']) {
      expect(text).toMatch(new RegExp(`^taskpact_database_connections\\{state="${state}"\\} \\d+$`, 'm'))
    }
  })

  test('400: a query that is no text', async () => {
    const { headers } = await service.anyone.get('/metrics?%ZZ').expect(400)
    expect(headers['content-type']).toBe('application/problem+json')
  })
})
