// Whether acknowledged writes survive that the primary is lost, and what clients notice of it.
import { setTimeout as pause } from 'node:timers/promises'
import { alignColumns } from '../chaos/align-columns.ts'
import type { Kept } from '../chaos/overload.ts'
import type { Cluster } from './cluster.ts'
import { createDatabase, ports, serviceUrl, startOn } from './deployment.ts'
import type { Fault } from './faults.ts'
import { startLoad } from './load.ts'
import type { Load } from './load.ts'

type Print = (line: string) => void
type Row = { what: string; node: string; seconds: number; unavailable: number }

// What HAProxy, PgBouncer and the service need to notice a new primary.
const handoverSeconds = 5
// A machine with other work is slower. Beyond that, it does not come back.
const patience = 4

/** The longest time that Patroni's settings allow until a new primary is there, and known: the lock ends, is noticed, and is taken. */
const allowedSeconds = ({ timing: { ttl, loop_wait, retry_timeout } }: Cluster): number => ttl + loop_wait + retry_timeout + handoverSeconds

/** Has clients write, follow and be told of changes, and faults happen to the primary meanwhile. @returns which promises were kept */
export async function failover(cluster: Cluster, faults: Fault[], print: Print): Promise<Kept[]> {
  const database = await createDatabase(cluster, 'failover')
  const programs = await Promise.all(ports.map((port) => startOn(cluster, { port, database, print })))
  const load = await startLoad(serviceUrl(cluster), print)
  try {
    const rows: Row[] = []
    for (const fault of faults) rows.push(await suffer(cluster, fault, load, print))
    const allowed = allowedSeconds(cluster)
    const cells = rows.map(({ what, node, seconds, unavailable }) => [what, node, `${seconds.toFixed(1)} s`, `${allowed} s`, unavailable])
    print(alignColumns([['fault of the primary', 'which', 'back after', 'allowed', '503'], ...cells]))
    // What is compared is read from the primary.
    await cluster.whole()
    const { succeeded, unavailable, unexpected } = load.tries
    const promises = await load.judge(database.superuserUrl)
    return [
      ...promises,
      {
        promise: 'clients get success, or 503 with Retry-After',
        measured: `${succeeded} and ${unavailable}, ${unexpected.length} others ${unexpected.slice(0, 3).join(', ')}`,
        kept: succeeded > 0 && unexpected.length === 0,
      },
      {
        promise: 'writes are taken again',
        measured: `after ${Math.max(...rows.map(({ seconds }) => seconds)).toFixed(1)} s at most, of ${allowed} s allowed`,
        kept: rows.every(({ seconds }) => seconds < patience * allowed),
      },
    ]
  } finally {
    await load.stop()
    for (const { child } of programs) child.kill('SIGKILL')
    await Promise.all(programs.map(({ exited }) => exited))
  }
}

/** Has a fault happen to the primary, and end once another one has taken writes. */
async function suffer(cluster: Cluster, { what, begin, end }: Fault, { tries, acknowledged, acknowledgeMore }: Load, print: Print): Promise<Row> {
  const node = await cluster.whole()
  await acknowledgeMore(40)
  const before = tries.unavailable
  const began = performance.now()
  await begin(cluster, node)
  const done = performance.now()
  const seconds = (): number => (performance.now() - began) / 1_000
  while (acknowledged.lastBegan < done && seconds() < patience * allowedSeconds(cluster)) await pause(20)
  const row = { what, node, seconds: seconds(), unavailable: tries.unavailable - before }
  await end(cluster, node)
  print(`  ${what} (${node}): writes were acknowledged again after ${row.seconds.toFixed(1)} s`)
  await acknowledgeMore(20)
  return row
}
