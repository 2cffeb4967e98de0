import { expect, test } from 'vitest'
import { changeAtRandom } from '../support/random-changes.ts'
import { numbers } from '../support/random-writes.ts'
import { testService } from '../support/service.ts'
import { stateOf, withoutNew } from '../support/undo.ts'
import type { State } from '../support/undo.ts'

const service = testService()

test.each([2, 9])('whatever was changed, all steps can be undone from the last to the first, and made again (%i)', { timeout: 180_000 }, async (seed) => {
  const carol = await service.register(`carol-${seed}`)
  const below = numbers(seed)
  const states: State[] = [await stateOf(carol)]
  const seqOf = async (): Promise<number> => {
    const [row] = await service.database.superuser<{ seq: number }>('select seq::int from feeds where user_id = $1', [carol.id])
    return row?.seq ?? 0
  }
  while (states.length <= 30) {
    await changeAtRandom(carol, below)
    if ((await seqOf()) === states.length) states.push(await stateOf(carol))
  }
  const undos: number[] = []
  for (let seq = 30; seq >= 1; seq -= 1) {
    const { body } = await carol.post('/api/me/undo', { seq })
    expect(body, JSON.stringify(body)).toMatchObject({ undone: seq })
    undos.push(body.seq)
    const before = states[seq - 1]
    expect(before && withoutNew(await stateOf(carol), before)).toEqual(before)
  }
  for (const [made, seq] of undos.reverse().entries()) {
    const { body } = await carol.post('/api/me/undo', { seq })
    expect(body, JSON.stringify(body)).toMatchObject({ undone: seq })
    const after = states[made + 1]
    expect(after && withoutNew(await stateOf(carol), after)).toEqual(after)
  }
})
