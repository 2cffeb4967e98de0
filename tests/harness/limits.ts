import { expect } from 'vitest'
import type { Test } from 'supertest'
import { start } from './service.ts'
import type { Person } from './service.ts'

/** Has a request refused with 429: it is the second one of a user who may make one. */
export async function expectLimited(request: (alice: Person) => Test): Promise<void> {
  const limits = { perUser: 1, signInsPerAccount: 1_000, signInsPerAddress: 1_000 }
  const service = await start({ settings: { limits } })
  try {
    await service.alice.get('/api/me').expect(200)
    const { body, headers } = await request(service.alice).expect(429)
    expect(body).toMatchObject({ type: '/docs/problems/too-many-requests', status: 429, message: body.detail })
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(headers['ratelimit']).toMatch(/^"requests";r=0;t=\d+$/)
    expect(headers['ratelimit-policy']).toBe('"requests";q=1;w=60')
  } finally {
    await service.running.stop()
    await service.database.drop()
  }
}
