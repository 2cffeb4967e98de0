import { describe, expect, test } from 'vitest'
import { feed } from '../../scripts/chaos/feed.ts'
import { compareEntries, countDiffering } from '../../scripts/chaos/feed/differences.ts'

const brokenPromises = async (without: string | null): Promise<string[]> => {
  const promises = await feed({ writers: 4, users: 4, seconds: 12, kills: 1, without }, () => undefined)
  return promises.filter(({ kept }) => !kept).map(({ promise, measured }) => `${promise}: ${measured}`)
}

describe('while transactions pause as they commit, and the service and its database are killed', () => {
  test('200: polls and streams see each change once and in order, and end with what the users have', { timeout: 240_000 }, async () => {
    expect(await brokenPromises(null)).toEqual([])
  })

  test('200: it would be noticed that changes of tasks are not recorded', { timeout: 240_000 }, async () => {
    const broken = await brokenPromises('tasks.recorded_change')
    // Other promises can break as well: an undo that takes back half of a change lets a later request fail.
    expect(broken).toEqual(expect.arrayContaining([expect.stringMatching(/^the copies of all/), expect.stringMatching(/^what was recorded adds up/)]))
  })
})

describe('200: what a follower saw', () => {
  const recorded = ['1 task 1 a', '1 task 2 b', '2 task 1 c', '4 list 1 d']

  test.each([
    ['all', recorded, { missed: 0, doubled: 0, disordered: 0 }],
    ['one too few', ['1 task 1 a', '2 task 1 c', '4 list 1 d'], { missed: 1, doubled: 0, disordered: 0 }],
    ['one twice', ['1 task 1 a', '1 task 2 b', '1 task 2 b', '2 task 1 c', '4 list 1 d'], { missed: 0, doubled: 1, disordered: 0 }],
    ['one that never was', [...recorded, '5 list 1 e'], { missed: 0, doubled: 1, disordered: 0 }],
    ['two in the wrong order', ['1 task 2 b', '1 task 1 a', '2 task 1 c', '4 list 1 d'], { missed: 0, doubled: 0, disordered: 2 }],
    ['a late one, and one too few', ['2 task 1 c', '1 task 1 a', '4 list 1 d'], { missed: 1, doubled: 0, disordered: 1 }],
  ])('%s', (_, seen, differences) => expect(compareEntries(seen, recorded)).toEqual(differences))

  test('things that differ', () => {
    const [one, other] = [new Map(Object.entries({ a: '1', b: '2' })), new Map(Object.entries({ b: '3', c: '4' }))]
    expect(countDiffering(one, other)).toBe(3)
  })
})
