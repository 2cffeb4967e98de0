// Whether clients notice that the service is replaced by a newer release, which migrates the database.
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Kept } from '../chaos/overload.ts'
import type { Program } from '../support/service.ts'
import type { Cluster } from './cluster.ts'
import { createDatabase, ports, serviceUrl, startOn } from './deployment.ts'
import type { Database } from './deployment.ts'
import { startLoad } from './load.ts'

/** Starts two processes of an older release, and replaces one after the other, under load. @param older the folder of its build */
export async function upgrade(cluster: Cluster, older: string, print: (line: string) => void): Promise<Kept[]> {
  const database = await createDatabase(cluster, 'upgrade')
  const programs = new Map<number, Program>()
  for (const port of ports) programs.set(port, await startOn(cluster, { port, database, print, folder: older }))
  const before = await migrationsOf(database)
  const load = await startLoad(serviceUrl(cluster), print)
  try {
    await load.acknowledgeMore(200)
    for (const port of ports) {
      const old = programs.get(port)
      old?.child.kill('SIGTERM')
      await old?.exited
      programs.set(port, await startOn(cluster, { port, database, print }))
      print(`  the process at port ${port} was replaced`)
      // HAProxy has to see it before the other one may go.
      await pause(3_000)
      await load.acknowledgeMore(200)
    }
    const applied = (await migrationsOf(database)).filter((name) => !before.includes(name))
    const promises = await load.judge(database.superuserUrl)
    const { succeeded, unavailable, unexpected } = load.tries
    return [
      ...promises,
      {
        promise: 'no request fails while the service is upgraded',
        measured: `of ${succeeded + unavailable + unexpected.length}: ${unavailable} got 503, ${unexpected.length} others ${unexpected.slice(0, 3).join(', ')}`,
        kept: succeeded > 0 && unavailable + unexpected.length === 0,
      },
      { promise: 'the upgrade migrates the database', measured: applied.join(', '), kept: applied.length > 0 },
    ]
  } finally {
    await load.stop()
    for (const { child } of programs.values()) child.kill('SIGKILL')
    await Promise.all([...programs.values()].map(({ exited }) => exited))
  }
}

async function migrationsOf({ superuserUrl }: Database): Promise<string[]> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string }>('select name from schema_migrations order by name')
  await client.end()
  return rows.map(({ name }) => name)
}
