import { describe, expect, test } from 'vitest'
import { loadContract } from '../../src/contract/contract.ts'

/** Every pattern in the contract. */
function patternsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found
  if ('pattern' in value && typeof value.pattern === 'string') found.add(value.pattern)
  for (const child of Object.values(value)) patternsIn(child, found)
  return found
}

const length = 20_000
const units = ['a', ' ', '.', '@', '"', ',', 'a.', 'a ', 'a@', ' a', '"a"', '"a", ', 'W/"a",', '\t,']
const starts = ['', 'a@', '"']
const ends = ['', '\0', ' ', '@', '!', '.']
const texts = units.flatMap((unit) => {
  const middle = unit.repeat(length / unit.length)
  return starts.flatMap((start) => ends.map((end) => start + middle + end))
})

/** The least of three times: what else the machine does only ever adds to one. */
const timeOf = (work: () => void): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const started = performance.now()
      work()
      return performance.now() - started
    }),
  )

// Patterns are tried on texts of any length, also on those that are too long: 100 KB would hold up everyone for minutes.
describe('a pattern reads a string once, not once from each character', () => {
  test.each([...patternsIn(loadContract().document)])('400: %s', (pattern) => {
    const tried = new RegExp(pattern, 'u')
    const linear = new RegExp('^[^\\x00]*[\\x00]$', 'u')
    for (const text of texts) {
      const once = timeOf(() => linear.test(text))
      expect(timeOf(() => tried.test(text)) / (once + 0.05)).toBeLessThan(200)
    }
  })
})
