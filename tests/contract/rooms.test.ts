import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'

const map = readFileSync(new URL('../../.github/CONTRIBUTING.md', import.meta.url), 'utf8')
const source = new URL('../../src/', import.meta.url)
const rooms = readdirSync(source, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

test('each room of src/ is in the map of CONTRIBUTING, and each room of the map is there', () => {
  const named = [...map.matchAll(/`src\/([\w-]+)\/(?:<tag>\/)?`/g)].map(([, name = '']) => name)
  expect([...new Set(named)].sort()).toEqual(rooms.sort())
})
