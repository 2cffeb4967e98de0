import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createBroker } from '../support/broker.ts'
import { brokerSettings, untilPublished } from '../support/published.ts'
import { start } from '../support/service.ts'
import type { TestService } from '../support/service.ts'

const isFull = process.env['TEST_EVENTS_FULL'] !== undefined
const rounds = 12
const requestsOfRound = 250
/** Far below what a small machine creates: what is measured is not its queue. */
const everyMs = 20

/** The durations of creates that begin at fixed times, however long others take, in milliseconds. */
async function measure(service: TestService, tokens: string[]): Promise<number[]> {
  const from = performance.now()
  return Promise.all(
    Array.from({ length: requestsOfRound }, async (_, index) => {
      const due = from + index * everyMs
      await pause(Math.max(0, due - performance.now()))
      const headers = { 'Authorization': `Bearer ${tokens[index % tokens.length]}`, 'Content-Type': 'application/json' }
      const response = await fetch(`${service.url}/api/me/tasks`, { method: 'POST', headers, body: JSON.stringify({ title: `Task ${index}` }) })
      await response.arrayBuffer()
      expect(response.status).toBe(201)
      return performance.now() - due
    }),
  )
}

const percentile = (durations: number[], part: number): number => {
  const sorted = [...durations].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length * part)] ?? 0
}

// A machine that does other things as well decides about such figures, so they are printed, and nothing depends on them.
test.runIf(isFull)(
  'creates with a relay and without one, in turns',
  async () => {
    const broker = await createBroker()
    await broker.start()
    const [on, off] = [await start({ settings: { events: brokerSettings(broker.url) } }), await start()]
    try {
      const tokensOf = async (service: TestService): Promise<string[]> =>
        Promise.all(['carol', 'dan', 'erin', 'frank', 'grace', 'heidi'].map(async (name) => (await service.register(name)).token))
      const sides = [
        { name: 'with a relay', service: on, tokens: await tokensOf(on), medians: [] as number[], worst: [] as number[] },
        { name: 'without', service: off, tokens: await tokensOf(off), medians: [] as number[], worst: [] as number[] },
      ]
      for (const { service, tokens } of sides) await measure(service, tokens)
      for (let round = 0; round < rounds; round += 1) {
        for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
          const durations = await measure(side.service, side.tokens)
          side.medians.push(percentile(durations, 0.5))
          side.worst.push(percentile(durations, 0.99))
        }
      }
      await untilPublished(on.database)
      // Of the rounds the one in the middle, as a machine that stalls spoils some.
      const middle = (durations: number[]): string => `${percentile(durations, 0.5).toFixed(1)} ms`
      for (const { name, medians, worst } of sides) console.log(`${name}: median ${middle(medians)}, p99 ${middle(worst)}`)
    } finally {
      for (const service of [on, off]) {
        await service.running.stop(true)
        await service.database.drop()
      }
      await broker.remove()
    }
  },
  600_000,
)
