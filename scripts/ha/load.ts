// Clients that write, follow changes and are told of them, and what became of all that.
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { compare, listTasks } from '../chaos/crash.ts'
import { catchUp, registerAll } from '../chaos/feed.ts'
import { startPoller, startStream } from '../chaos/feed/followers.ts'
import { judge } from '../chaos/feed/judge.ts'
import { startWriters } from '../chaos/feed/writers.ts'
import type { Kept } from '../chaos/overload.ts'
import * as webhooks from '../chaos/webhooks.ts'
import { startCreators } from './creators.ts'
import type { Acknowledged } from './creators.ts'
import { countTries } from './tries.ts'
import type { Tries } from './tries.ts'

/** A load that continues until it is judged. */
export type Load = {
  tries: Tries
  acknowledged: Acknowledged
  /** Waits until so many more writes are acknowledged. */
  acknowledgeMore(count: number): Promise<void>
  /** Ends the writing, waits until all was seen, and compares it. @returns which promises were kept */
  judge(superuserUrl: string): Promise<Kept[]>
  stop(): Promise<void>
}

const users = 4
const creators = 4
const writers = 2
// The service has come back long before that, or it does not.
const patienceMs = 180_000

/** Starts it. @param url of the service, as its clients reach it */
export async function startLoad(url: string, print: (line: string) => void): Promise<Load> {
  const [owner, ...people] = await registerAll(1 + users, () => url)
  if (!owner) throw new Error('nobody could register')
  const everybody = [owner, ...people]
  const endpoint = await webhooks.startEndpoint()
  for (const { id, headers } of everybody) await webhooks.createWebhook(url, headers, `${endpoint.url}/${id}`)
  const followers = everybody.map((person, index) => (index % 2 === 0 ? startPoller : startStream)(person, 'events', () => url))
  const { tries, witness } = countTries()
  const random = startWriters(writers, people, () => url, witness)
  const exact = startCreators(creators, url, owner.headers, witness)
  const { acknowledged } = exact
  return {
    tries,
    acknowledged,
    async acknowledgeMore(count) {
      const [enough, deadline] = [acknowledged.count + count, performance.now() + patienceMs]
      while (acknowledged.count < enough) {
        if (performance.now() > deadline) throw new Error(`the service took no ${count} writes within ${patienceMs / 1_000} s`)
        await pause(5)
      }
    },
    async judge(superuserUrl) {
      await Promise.all([exact.stop(), random.stop()])
      const superuser = new pg.Client({ connectionString: superuserUrl })
      await superuser.connect()
      try {
        await catchUp(superuser, followers, print)
        await webhooks.catchUp(superuser, print)
        const { lost, doubled } = compare(acknowledged.written, await listTasks(url, owner.headers))
        return [
          {
            promise: 'acknowledged writes are there, once',
            measured: `of ${acknowledged.count}: ${lost} lost, ${doubled} doubled`,
            kept: lost + doubled === 0,
          },
          ...(await judge({ superuser, people: everybody, followers, written: random.written, url, print })),
          ...(await webhooks.judge(superuser, everybody, endpoint.received)),
        ]
      } finally {
        await superuser.end()
      }
    },
    async stop() {
      await Promise.all(followers.map(({ stop }) => stop()))
      await endpoint.close()
    },
  }
}
