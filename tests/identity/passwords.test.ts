import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { createPasswords } from '../../src/identity/passwords.ts'

test('503: who comes when two hundred wait for their turn; the others get theirs, as many at a time as there are processors but one', async () => {
  const { inTurn } = createPasswords()
  const atOnce = Math.max(1, availableParallelism() - 1)
  const running: (() => void)[] = []
  const work = (): Promise<void> => new Promise((done) => running.push(done))
  const admitted = Array.from({ length: atOnce + 200 }, () => inTurn(work))
  await expect(inTurn(work)).rejects.toMatchObject({ status: 503, headers: { 'Retry-After': '5' } })
  await expect.poll(() => running.length).toBe(atOnce)

  let finished = 0
  const all = Promise.all(admitted.map((each) => each.then(() => (finished += 1))))
  for (let most = 0; finished < admitted.length; most = Math.max(most, running.length)) {
    expect(most).toBeLessThanOrEqual(atOnce)
    running.splice(0).forEach((done) => done())
    await new Promise(setImmediate)
  }
  await all
  await expect(inTurn(() => Promise.resolve('its turn'))).resolves.toBe('its turn')
})
