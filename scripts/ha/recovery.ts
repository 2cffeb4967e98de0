// Whether the database can be brought back to the moment before a mistake, by what the guide says.
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { listTasks } from '../chaos/crash.ts'
import type { Kept } from '../chaos/overload.ts'
import { register } from '../support/accounts.ts'
import type { Cluster } from './cluster.ts'
import { createDatabase, ports, serviceUrl, startOn } from './deployment.ts'
import type { Database } from './deployment.ts'
import { kill } from './faults.ts'
import { untilPrimaryBesides } from './members.ts'
import { addressOf, nodes } from './network.ts'

const programs = '/usr/lib/postgresql/15/bin'

/** Makes a base backup, has somebody delete everything, and recovers the whole cluster to the moment before that. */
export async function recovery(cluster: Cluster, print: (line: string) => void): Promise<Kept[]> {
  const database = await createDatabase(cluster, 'recovery')
  const url = serviceUrl(cluster)
  const startService = (): Promise<Awaited<ReturnType<typeof startOn>>[]> => Promise.all(ports.map((port) => startOn(cluster, { port, database, print })))
  const before = await startService()
  const owner = await register(url, 'owner')
  const create = async (title: string): Promise<void> => {
    const init = { method: 'POST', headers: { ...owner, 'Content-Type': 'application/json' }, body: JSON.stringify({ title }) }
    const { status } = await fetch(`${url}/api/me/tasks`, init)
    if (status !== 201) throw new Error(`a task was not created: ${status}`)
  }
  for (let number = 0; number < 50; number += 1) await create(`before the backup ${number}`)
  await baseBackup(cluster)
  for (let number = 0; number < 50; number += 1) await create(`after the backup ${number}`)
  await losePrimary(cluster)
  for (let number = 0; number < 50; number += 1) await create(`after the primary was lost ${number}`)
  const expected = (await listTasks(url, owner)).map(({ title }) => title).sort()
  const moment = await momentBetween(database)
  for (const { id } of await listTasks(url, owner)) await fetch(`${url}/api/me/tasks/${id}`, { method: 'DELETE', headers: owner })
  await fetch(`${url}/api/me/trash`, { method: 'DELETE', headers: owner })
  await create('after the mistake')
  await archived(database)
  for (const { child, exited } of before) {
    child.kill('SIGTERM')
    await exited
  }
  const began = performance.now()
  await recover(cluster, moment)
  const after = await startService()
  try {
    print(`  the cluster was recovered to ${moment} after ${((performance.now() - began) / 1_000).toFixed(1)} s`)
    const found = (await listTasks(url, owner)).map(({ title }) => title).sort()
    const missing = expected.filter((title) => !found.includes(title)).length
    const more = found.length - expected.length + missing
    await create('after the recovery')
    return [
      {
        promise: 'a recovery has everything before its moment, and nothing after it',
        measured: `of ${expected.length}: ${missing} missing, ${more} more`,
        kept: missing + more === 0,
      },
    ]
  } finally {
    for (const { child } of after) child.kill('SIGKILL')
    await Promise.all(after.map(({ exited }) => exited))
  }
}

/** Has another server become the primary. What the first one received last, it may not have archived. */
async function losePrimary(cluster: Cluster): Promise<void> {
  const { begin, end } = kill
  const primary = await cluster.whole()
  await begin(cluster, primary)
  await untilPrimaryBesides(cluster.network, primary)
  await end(cluster, primary)
  await cluster.whole()
}

async function baseBackup({ network, whole, run, password, folder }: Cluster): Promise<void> {
  const host = network.localize(addressOf(await whole()))
  const args = ['--host', host, '--username', 'replicator', '--pgdata', join(folder, 'base'), '--checkpoint=fast']
  await run([`${programs}/pg_basebackup`, ...args], { PGPASSWORD: password })
}

async function query<Row extends object>({ superuserUrl }: Database, text: string): Promise<Row> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  const { rows } = await client.query<Row>(text)
  await client.end()
  if (!rows[0]) throw new Error(`${text} has no result`)
  return rows[0]
}

/** A time by the database's clock that lies between what was before and what follows. */
async function momentBetween(database: Database): Promise<string> {
  await pause(50)
  const { moment } = await query<{ moment: string }>(database, 'select clock_timestamp()::text as moment')
  await pause(50)
  return moment
}

/** Waits until all that was written so far is in the archive. */
async function archived(database: Database): Promise<void> {
  const { last } = await query<{ last: string }>(database, 'select pg_walfile_name(pg_switch_wal()) as last')
  const isDone = async (): Promise<boolean> => {
    const { done } = await query<{ done: boolean | null }>(database, `select last_archived_wal >= '${last}' as done from pg_stat_archiver`)
    return done === true
  }
  for (const deadline = performance.now() + 180_000; !(await isDone());) {
    if (performance.now() > deadline) throw new Error(`the log up to ${last} was not archived`)
    await pause(200)
  }
}

/** The steps of the guide. */
async function recover(cluster: Cluster, moment: string): Promise<void> {
  await cluster.stopDatabases()
  const file = cluster.configurationOf(nodes[0])
  await cluster.run(['sh', '-c', `printf 'taskpact\\nYes I am aware\\n' | ${cluster.patronictl.join(' ')} -c ${file} remove taskpact`])
  const text = (await readFile(file, 'utf8')).replace('# method: recover', 'method: recover')
  for (const node of nodes) {
    await rename(join(cluster.databaseOf(node), 'data'), join(cluster.databaseOf(node), 'before'))
    await writeFile(cluster.configurationOf(node), text.replace(/recovery_target_time: .*/, `recovery_target_time: '${moment}'`))
  }
  nodes.forEach(cluster.startPatroni)
  await cluster.whole()
}
