import { randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import pg from 'pg'
import { clientOf, registerAs, secret } from './accounts.ts'
import type { Client } from './accounts.ts'

/** What every table holds: how many rows, and a hash of them in their order. */
export type Contents = Record<string, { rows: number; hash: string }>

/** A client of a service, signed in as somebody who was registered just now, and the password they have. */
export type Owner = Client & { token: string; email: string }

/**
 * Makes a row in every table, over HTTP alone.
 * @param signedWith the secret that a front end of the service shares with it
 */
export async function makeOneOfEach(url: string, name: string, signedWith = secret): Promise<Owner> {
  const account = await registerAs(name, clientOf(url, {}))
  const owner = clientOf(url, { Authorization: `Bearer ${account.token}` })
  // An identity comes with the first request of a front end's user.
  const theirs = jwt.sign({ name }, signedWith, { algorithm: 'HS256', subject: randomUUID(), expiresIn: '1h' })
  await clientOf(url, { Authorization: `Bearer ${theirs}` })
    .get('/api/me')
    .expect(200)
  const { body: list } = await owner.post('/api/me/lists', { name: `Ünïcode "\\\t 🏠 of ${name}` }).expect(201)
  const parent = { title: 'Pay the rent', description: 'line one\nline two\\N', list_id: list.id, tags: ['Home', 'bills'], priority: 'high' }
  const { body: task } = await owner.post('/api/me/tasks', parent).set('Idempotency-Key', randomUUID()).expect(201)
  await owner.post('/api/me/tasks', { title: 'Find the bill', parent_id: task.id }).expect(201)
  const due = { date_time: '2026-12-24T18:00:00', time_zone: 'Europe/Berlin' }
  const { body: recurring } = await owner.post('/api/me/tasks', { title: 'Water the plants', due, recurrence: { rule: 'FREQ=WEEKLY' } }).expect(201)
  await owner.patch(`/api/me/tasks/${recurring.id}/complete`).expect(200)
  await owner.post('/api/me/events/ticket').expect(201)
  const { body: deleted } = await owner.post('/api/me/tasks', { title: 'Old' }).expect(201)
  await owner.delete(`/api/me/tasks/${deleted.id}`).expect(204)
  // One that nothing is sent to, as nothing would be there.
  const { body: webhook } = await owner.post('/api/me/webhooks', { url: 'https://hooks.example/', events: ['*'], enabled: false }).expect(201)
  await owner.post(`/api/me/webhooks/${webhook.id}/test`).expect(201)
  await owner.post('/api/me/tokens', { name: `Script of ${name}`, scopes: ['tasks:read'] }).expect(201)
  return { ...owner, token: account.token, email: account.email }
}

/** Makes the rows that no request leaves: a mail that waits, which is sent at once otherwise, a link of each kind, and the place of a relay of events. */
export async function makeTheRest(superuserUrl: string): Promise<void> {
  await queryAt(
    superuserUrl,
    `with mail as (
       insert into mails (user_id, kind, email, client, next_at)
       select min(user_id), 'email_change', 'new@example.com', 'Firefox on Linux', now() + interval '10 years' from passwords
       returning id, user_id, kind, email
     ), place as (
       insert into event_places (user_id) select user_id from mail
     ), link as (
       insert into email_links (hash, user_id, mail_id, kind, email) select sha256('another token'), user_id, id, kind, email from mail
     )
     insert into reset_links (hash, user_id, mail_id) select sha256('a token'), user_id, id from mail`,
  )
}

/** Runs SQL at a URL. */
export async function queryAt<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  // Rows are compared as text, in which a time zone shows.
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

/**
 * What the tables of a database hold, but for its heartbeat, as its catalogue lists them, as a role sees them who sees every row.
 * @param kinds permanent tables, or those that are emptied after a crash too
 */
export async function contentsAt(superuserUrl: string, kinds: 'permanent' | 'all'): Promise<Contents> {
  const named = `
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'heartbeat' and relpersistence = any ('${kinds === 'all' ? '{p,u}' : '{p}'}')
    order by relname`
  const tables = await queryAt<{ name: string }>(superuserUrl, named)
  // When a migration was applied is no content of anybody's.
  const rowOf = (table: string): string => (table === 'schema_migrations' ? "name || ' ' || checksum" : 'each::text')
  const counts = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*)::int as rows, md5(coalesce(string_agg(${rowOf(name)}, e'\\n' order by ${rowOf(name)} collate "C"), '')) as hash from ${name} as each`,
  )
  const found = await queryAt<{ name: string; rows: number; hash: string }>(superuserUrl, counts.join(' union all '))
  return Object.fromEntries(found.map(({ name, rows, hash }) => [name, { rows, hash }]))
}

/** Where each sequence of a database is. */
export async function sequencesAt(superuserUrl: string): Promise<Record<string, string>> {
  const rows = await queryAt<{ name: string; last: string }>(
    superuserUrl,
    "select sequencename::text as name, coalesce(last_value, 0)::text as last from pg_sequences where schemaname = 'public'",
  )
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]))
}

/** The tables without a row. */
export const emptyIn = (contents: Contents): string[] => Object.keys(contents).filter((name) => contents[name]?.rows === 0)
