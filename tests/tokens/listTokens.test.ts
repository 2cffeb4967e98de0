import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { createToken, holderOf } from '../support/personal-tokens.ts'
import { testService } from '../support/service.ts'

const test = testsOf('listTokens')
const service = testService()

describe('listTokens', () => {
  test('200: oldest first, without their secrets', async () => {
    const { secret, ...first } = await createToken(service.alice, ['tasks:read'])
    const { secret: other, ...second } = await createToken(service.alice, ['lists:read', 'lists:write'], { name: 'Other' })
    const { body, text } = await service.alice.get('/api/me/tokens').expect(200)
    expect(body).toEqual([first, second])
    expect(text).not.toContain(secret)
    expect(text).not.toContain(other)
  })

  test('200: with the day on which each was last used, noted once a day', async () => {
    const carol = await service.register('carol')
    const script = holderOf(service, await createToken(carol, ['tasks:read']))
    const [{ day } = { day: '' }] = await service.database.superuser<{ day: string }>("select (now() at time zone 'UTC')::date::text as day")
    await script.get('/api/me/tasks').expect(200)
    const used = async (): Promise<unknown> => (await carol.get('/api/me/tokens').expect(200)).body
    await expect.poll(used, { timeout: 20_000 }).toMatchObject([{ last_used_on: day }])
    const version = async () => service.database.superuser('select xmin::text from personal_tokens where user_id = $1', [carol.id])
    const before = await version()
    for (let count = 0; count < 5; count += 1) await script.get('/api/me/tasks').expect(200)
    expect(await version()).toEqual(before)
  })

  test('200: none that has expired or was revoked, nor of another user', async () => {
    const dora = await service.register('dora')
    const [expired, revoked] = [await createToken(dora, ['tasks:read']), await createToken(dora, ['tasks:read'])]
    await service.database.superuser('update personal_tokens set expires_at = now() where id = $1', [expired.id])
    await dora.delete(`/api/me/tokens/${revoked.id}`).expect(204)
    expect((await dora.get('/api/me/tokens').expect(200)).body).toEqual([])
  })

  test('400: an unknown parameter, with handling=strict', async () => {
    await service.alice.get('/api/me/tokens?expired=true').set('Prefer', 'handling=strict').expect(400)
  })
})
