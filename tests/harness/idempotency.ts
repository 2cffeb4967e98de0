import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect } from 'vitest'
import type { Response, Test } from 'supertest'
import type { TestDatabase } from './database.ts'

const withKey = (request: Test, key: string): Test => request.set('Idempotency-Key', key)

/** Has a request refused with 409: the first with its key waits for a table that is locked, and is carried out after that. */
export async function expectInFlight(database: TestDatabase, table: 'tasks' | 'users', request: () => Test): Promise<Response> {
  const key = randomUUID()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    await client.query(`begin; lock table ${table} in share mode`)
    const first = withKey(request(), key).then((answer) => answer)
    const waiting = `select 1 from pg_locks where not granted and relation = '${table}'::regclass`
    await expect.poll(async () => (await client.query(waiting)).rowCount).toBeGreaterThan(0)
    const { body, headers } = await withKey(request(), key).expect(409)
    expect(body).toMatchObject({ type: '/docs/problems/request-in-flight', status: 409, message: body.detail })
    expect(headers['retry-after']).toMatch(/^\d+$/)
    await client.query('rollback')
    const answer = await first
    expect(answer.ok).toBe(true)
    return answer
  } finally {
    await client.end()
  }
}

/** Has a request refused with 422: its key was sent with another one. */
export async function expectMismatch(one: Test, other: Test): Promise<void> {
  const key = randomUUID()
  expect((await withKey(one, key)).ok).toBe(true)
  const { body } = await withKey(other, key).expect(422)
  expect(body).toMatchObject({
    type: '/docs/problems/idempotency-mismatch',
    status: 422,
    message: body.detail,
    errors: [{ header: 'Idempotency-Key', detail: 'was used for another request' }],
  })
}

/** Sends a request twice with the same key, which gets the first answer twice. */
export async function expectReplayed(request: () => Test): Promise<Response> {
  const key = randomUUID()
  const first = await withKey(request(), key)
  expect(first.ok).toBe(true)
  expect(first.headers).not.toHaveProperty('idempotency-replayed')
  const second = await withKey(request(), key).expect(first.status)
  expect(second.headers['idempotency-replayed']).toBe('true')
  expect(second.body).toEqual(first.body)
  return first
}
