// The mistakes of `npm run mutants` can still be planted. That they are found is seen by running it: CI plants some, all at once.
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mutants, mutated } from '../../scripts/mutants/list.ts'
import { source } from '../support/compiler.ts'

test.each(mutants)('$name', (mutant) => {
  const text = source(mutant.file)
  expect(mutated(text, mutant)).not.toBe(text)
  if ('test' in mutant.found) expect(existsSync(new URL(`../../${mutant.found.test}`, import.meta.url)), mutant.found.test).toBe(true)
  else expect(source('scripts/check.ts').match(new RegExp(`\\['[^']*${mutant.found.check}[^']*',`, 'gi'))).toHaveLength(1)
})

test.each([
  ['never', 'where false'],
  ['twice', 'where true and where true'],
])('a text that is there %s is no mistake to plant', (_, text) => {
  expect(() => mutated(text, { name: 'Any', file: 'x.sql', old: 'where true', by: '', found: { check: 'words' } })).toThrow('x.sql has to hold this text once')
})
