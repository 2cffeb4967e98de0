import { Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connections } from '../../src/database/connections.ts'
import { connect } from '../../src/database/pool.ts'
import { createDatabase } from '../support/database.ts'
import type { TestDatabase } from '../support/database.ts'
import { settingsFor } from '../support/service.ts'

let database: TestDatabase
let connections: Connections
beforeAll(async () => {
  database = await createDatabase('nothing')
  connections = connect(settingsFor(database.url), pino({ level: 'silent' }))
})
afterAll(async () => {
  await connections.close()
  await database.drop()
})

test('an array of strings is read as it was written, whatever they contain', async () => {
  const element = fc.string({ unit: fc.constantFrom('{', '}', ',', '"', '\\', "'", ' ', '\n', '\t', 'a', 'NULL', '\u{1f600}') })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(element, { freq: 9 })), async (strings) => {
      const { results, failure } = await connections.alone([{ name: 'echo', text: 'select $1::text[] as strings', values: [strings] }])
      expect(failure).toBeNull()
      expect(results[0]?.rows).toEqual([{ strings }])
    }),
  )
})

test('a result of ten megabytes is read in many turns of the event loop, even if all of it has arrived', async () => {
  const client = await connections.acquire()
  const { stream } = client.connection
  if (!(stream instanceof Socket)) throw new Error('the connection is no socket')
  const perTurn: number[] = []
  const state = { over: false }
  const result = connections
    .send(client, [{ name: 'large', text: "select repeat('x', 1000) as text from generate_series(1, 10000)", values: [] }])
    .finally(() => (state.over = true))
  for (let before = stream.bytesRead; !state.over; before = stream.bytesRead) {
    // Meanwhile, the system receives more.
    for (const until = performance.now() + 5; performance.now() < until;);
    await nextTurn()
    perTurn.push(stream.bytesRead - before)
  }
  client.release()
  const { results } = await result
  expect(results[0]?.rows).toHaveLength(10_000)
  expect(Math.max(...perTurn)).toBeLessThan(400_000)
})
