import { describe, expect, test } from 'vitest'
import { testService } from '../support/service.ts'

const service = testService()

describe('the page of a problem', () => {
  test('200: where its type refers to', async () => {
    const { body } = await service.alice.get('/api/me/tasks/99').expect(404)
    const { text, headers } = await service.anyone.get(body.type).expect(200)
    expect(text).toContain(`<h1>${body.title}</h1>`)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'/)
  })

  test('200: HEAD, with the length of the page', async () => {
    const { text } = await service.anyone.get('/docs/problems/forbidden').expect(200)
    const { headers } = await service.anyone.head('/docs/problems/forbidden').expect(200)
    expect(headers['content-length']).toBe(String(Buffer.byteLength(text)))
  })

  test.each(['/docs/problems/', '/docs/problems/no-such', '/docs/problems/constructor', '/docs/problems/__proto__'])('404: %s', async (path) => {
    const { body } = await service.anyone.get(path).expect(404)
    expect(body.type).toBe('/docs/problems/not-found')
  })
})
