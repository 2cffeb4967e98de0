import { expect, test } from 'vitest'
import { bearer, converse, head } from '../support/raw.ts'
import type { Conversation } from '../support/raw.ts'
import { testService } from '../support/service.ts'

const service = testService({ settings: { metrics: { port: 0, token: null } } })
// Of these, the last one starts in the tenth turn of the loop, before any would be refused, however slow the machine.
const crowdSize = 100
const metricsUrl = (): string => service.running.metricsUrl ?? ''

/** Connections that the service has accepted, of which it accepts one in each turn of its loop. */
async function dialCrowd(): Promise<Conversation[]> {
  const accepted = new Promise<void>((resolve) => {
    let count = 0
    service.running.server.on('connection', () => {
      count += 1
      if (count === crowdSize) resolve()
    })
  })
  const crowd = await Promise.all(Array.from({ length: crowdSize }, () => converse(service.url)))
  await accepted
  return crowd
}

const request = (path: string): string => head(`GET ${path} HTTP/1.1`, bearer(service.alice.token), 'Connection: close')

async function responseOn({ closed, received }: Conversation): Promise<string> {
  await closed
  return received()
}

/** The number of requests in a state, as the metrics say. */
const countOf = (state: string, metrics: string): number =>
  Number(new RegExp(`^taskpact_requests_in_flight\\{state="${state}"\\} (\\d+)$`, 'm').exec(metrics)?.[1])

/** All of a crowd ask at the same moment. @returns their responses, and the metrics from that moment */
async function askAtOnce(): Promise<{ responses: string[]; metrics: string }> {
  const [crowd, observer] = await Promise.all([dialCrowd(), converse(metricsUrl())])
  const responses = Promise.all(crowd.map(responseOn))
  const metrics = responseOn(observer)
  for (const { send } of crowd) send(request('/api/me/tasks'))
  observer.send(request('/metrics'))
  return { responses: await responses, metrics: await metrics }
}

test('200: each of a crowd that asks at once, of which a few start at a time', async () => {
  const { responses, metrics } = await askAtOnce()
  for (const response of responses) expect(response).toMatch(/^HTTP\/1\.1 200 /)
  expect(countOf('waiting_to_start', metrics)).toBeGreaterThan(crowdSize / 4)
  expect(countOf('served', metrics)).toBeLessThan(crowdSize / 2)
})

test('200: the next client, after a crowd that went away before its requests started', async () => {
  for (const { send, reset } of await dialCrowd()) {
    send(request('/api/me/tasks'))
    reset()
  }
  await service.alice.get('/api/me/tasks').expect(200)
  const metrics = await (await fetch(metricsUrl())).text()
  expect(countOf('waiting_to_start', metrics)).toBe(0)
})
