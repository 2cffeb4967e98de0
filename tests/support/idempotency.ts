import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { Response, Test } from 'supertest'

const withKey = (request: Test, key: string): Test => request.set('Idempotency-Key', key)

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

/** Has a request refused with 422: its key was sent with another one. */
export async function expectMismatch(one: Test, other: Test): Promise<void> {
  const key = randomUUID()
  expect((await withKey(one, key)).ok).toBe(true)
  const { body } = await withKey(other, key).expect(422)
  expect(body).toMatchObject({
    type: '/docs/problems/idempotency-mismatch',
    message: body.detail,
    errors: [{ header: 'Idempotency-Key', detail: 'was used for another request' }],
  })
}
