// How the Prefer header is read (RFC 7240, section 2): never may a change be made that was meant as a dry run.
import { describe, expect, test } from 'vitest'
import { testService } from '../support/service.ts'

const service = testService()

const create = (prefer: string, body: object = { title: 'Buy milk' }) => service.alice.post('/api/me/tasks', body).set('Prefer', prefer)
const count = async (): Promise<number> => (await service.alice.get('/api/me/tasks').expect(200)).body.length

describe('dry-run', () => {
  test.each([
    'dry-run',
    'DRY-RUN',
    'dry-run=',
    'dry-run=""',
    'dry-run = ""',
    'dry-run=true',
    'dry-run="true"',
    'dry-run=True',
    'dry-run="tr\\ue"',
    'dry-run; wait=5',
    'dry-run="" ; foo="a, b"',
    'respond-async, dry-run',
    'foo="unused \\" quote", dry-run',
    ', ,dry-run,',
    'dry-run, dry-run=false',
  ])('201: %s creates nothing', async (prefer) => {
    const before = await count()
    const { headers } = await create(prefer).expect(201)
    expect(headers['preference-applied']).toBe('dry-run')
    expect(await count()).toBe(before)
  })

  test.each(['dry-run=1', 'dry-run=yes', 'dry-run="please"', 'dry-run=on', 'dry-run=0'])('400: %s, and nothing is created', async (prefer) => {
    const before = await count()
    const { body } = await create(prefer).expect(400)
    expect(body.errors).toEqual([{ header: 'Prefer', detail: 'must have dry-run without a value, or with true or false' }])
    expect(await count()).toBe(before)
  })

  test.each(['dry-run=false', 'dry-run="false"', 'foo="a, dry-run"', 'foo="\\", dry-run"', 'foo=dry-run', 'foo; dry-run', 'dry-running'])(
    '201: %s is no dry run',
    async (prefer) => {
      const before = await count()
      expect((await create(prefer).expect(201)).headers).not.toHaveProperty('preference-applied')
      expect(await count()).toBe(before + 1)
    },
  )

  test('401: a dry run with a wrong value says nothing to a stranger', async () => {
    await service.anyone.post('/api/me/tasks', { title: 'x' }).set('Prefer', 'dry-run=1').expect(401)
  })

  test('200: a wrong value has no effect on a read', async () => {
    await service.alice.get('/api/me/tasks').set('Prefer', 'dry-run=1').expect(200)
  })
})

describe('handling', () => {
  const unknown = { title: 'x', kit_unknown: 1 }

  test.each(['handling=strict', 'handling="strict"', 'Handling = Strict', 'handling=strict, handling=lenient', 'wait=1, handling=strict; a=b'])(
    '400: %s, and an unknown field',
    async (prefer) => {
      await create(prefer, unknown).expect(400)
    },
  )

  test.each(['handling=lenient, handling=strict', 'handling, handling=strict', 'handling="", handling=strict', 'handling=strictly', 'x="handling=strict"'])(
    '201: %s, and an unknown field',
    async (prefer) => {
      await create(prefer, unknown).expect(201)
    },
  )
})

describe('count', () => {
  test.each([
    ['count=exact', true],
    ['count="exact"', true],
    ['count=exact, count=none', true],
    ['count=none, count=exact', false],
    ['count', false],
  ])('200: %s tells the total: %s', async (prefer, tells) => {
    const { headers } = await service.alice.get('/api/me/tasks').set('Prefer', prefer).expect(200)
    expect('x-total-count' in headers).toBe(tells)
  })
})

test('200: a long malformed header is read at once', async () => {
  for (const prefer of [`dry-run${' '.repeat(7_000)}x`, `"${'a'.repeat(7_000)}`, '"\\'.repeat(3_500), ','.repeat(7_000), `a="${'\\"'.repeat(3_500)}`]) {
    const { status } = await service.alice.get('/api/me/tasks').set('Prefer', prefer)
    expect(status).toBeOneOf([200, 400])
  }
})
