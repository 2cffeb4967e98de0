// Whether webhooks tell of each change, whatever is killed meanwhile.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { close, listen, portOf } from '../../tests/support/better-auth.ts'
import { anyUrl, killInTurns, withDeployment } from './deployment.ts'
import { asSuperuser, registerAll } from './feed.ts'
import { startWriters } from './feed/writers.ts'
import type { Person } from './feed/writers.ts'
import type { Kept } from './overload.ts'

export type WebhooksSettings = { writers: number; users: number; seconds: number; kills: number }

/** Which change of which thing a message tells of. */
type Told = { thing: string; seq: number }
/** What an endpoint was sent, by the user and the id of the message. */
type Received = Map<number, Map<string, Told>>

/** What was sent as a process ended is sent again after a minute, and what follows on it waits. */
const mostCatchUpMs = 240_000

/**
 * Has writers change what users have, each of whom has a webhook. Two processes of the service, which send them, and the database are
 * killed. Then all that was recorded is compared with all that was sent.
 */
export function webhooks(settings: WebhooksSettings, print: (line: string) => void): Promise<Kept[]> {
  return withDeployment(2, { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' }, async (deployment) => {
    const endpoint = await startEndpoint()
    try {
      const people = await registerAll(settings.users, () => anyUrl(deployment))
      for (const { id, headers } of people) await createWebhook(anyUrl(deployment), headers, `${endpoint.url}/${id}`)
      print(`  ${people.length} users with a webhook each, and ${settings.writers} writers`)
      const writers = startWriters(settings.writers, people, () => anyUrl(deployment))
      await killInTurns(deployment, settings, print)
      await writers.stop()
      return await asSuperuser(deployment, async (superuser) => {
        await catchUp(superuser, print)
        return judge(superuser, people, endpoint.received)
      })
    } finally {
      await endpoint.close()
    }
  })
}

/** An endpoint for all users. Their ids are its paths. */
export async function startEndpoint(): Promise<{ url: string; received: Received; close(): Promise<void> }> {
  const received: Received = new Map()
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { type, seq, data } = JSON.parse(body) as { type: string; seq: number; data: { id: number } } // the service sends nothing else
      const user = Number(request.url?.slice(1))
      const messages = received.get(user) ?? new Map<string, Told>()
      const id = String(request.headers['webhook-id'])
      if (!messages.has(id)) messages.set(id, { thing: `${type.split('.')[0]} ${data.id}`, seq })
      received.set(user, messages)
      response.writeHead(204).end()
    })
  })
  await listen(server, 0)
  return { url: `http://127.0.0.1:${portOf(server)}`, received, close: () => close(server) }
}

/** Has all changes of a user sent to an endpoint. */
export async function createWebhook(service: string, headers: { Authorization: string }, url: string): Promise<void> {
  const init = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify({ url, events: ['*'] }) }
  const { status } = await fetch(`${service}/api/me/webhooks`, init)
  if (status !== 201) throw new Error(`a webhook was not created: ${status}`)
}

/** Waits until all that was recorded is queued, and nothing is queued any more. */
export async function catchUp(superuser: pg.Client, print: (line: string) => void): Promise<void> {
  const began = performance.now()
  const isDone = async (): Promise<boolean> => {
    const { rows } = await superuser.query<{ done: boolean }>(`select not exists (
        select from webhooks join feeds using (user_id) where (queued_seq, queued_ordinal) < (feeds.seq, 2147483647)
      ) and not exists (select from webhook_deliveries where state = 'queued') as done`)
    return rows[0]?.done ?? false
  }
  while (!(await isDone()) && performance.now() - began < mostCatchUpMs) await pause(200)
  print(`  all was sent ${((performance.now() - began) / 1_000).toFixed(1)} s after the last write`)
}

/** Compares what was sent with what was recorded: each change of each thing once, and those of one thing in order. */
export async function judge(superuser: pg.Client, people: readonly Pick<Person, 'id'>[], received: Received): Promise<Kept[]> {
  const sum = { recorded: 0, lost: 0, more: 0, disordered: 0 }
  for (const { id } of people) {
    // A change of something that was in the trash, before and after, is nothing to be told; it may be told as one more deletion.
    const { rows } = await superuser.query<{ change: string; told: boolean }>(
      `select seq || ' ' || type || ' ' || entity_id as change, data is not null or before is not null as told
      from changes where user_id = $1 and type is not null`,
      [id],
    )
    const sent = [...(received.get(id)?.values() ?? [])]
    const recorded = rows.filter(({ told }) => told).map(({ change }) => change)
    const missing = [...recorded]
    const inTrash = new Set(rows.filter(({ told }) => !told).map(({ change }) => change))
    const more = sent.filter(({ thing, seq }) => {
      const change = `${seq} ${thing}`
      const at = missing.indexOf(change)
      if (at >= 0) missing.splice(at, 1)
      return at < 0 && !inTrash.has(change)
    })
    const last = new Map<string, number>()
    for (const { thing, seq } of sent) {
      if (seq < (last.get(thing) ?? 0)) sum.disordered += 1
      last.set(thing, seq)
    }
    sum.recorded += recorded.length
    sum.lost += missing.length
    sum.more += more.length
  }
  return [
    {
      promise: 'a webhook is sent each change once, and those of one thing in order',
      measured: `of ${sum.recorded} recorded: ${sum.lost} lost, ${sum.more} more, ${sum.disordered} out of order`,
      kept: sum.recorded > 0 && sum.lost + sum.more + sum.disordered === 0,
    },
  ]
}
