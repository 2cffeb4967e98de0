// Measures the service beside its peers on one database, and writes tests/bench/RESULTS.md; --quick takes under two minutes.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { chart } from './bench/chart.ts'
import { disagreements } from './bench/checks.ts'
import { startDatabase } from './bench/database.ts'
import { interrupted } from './bench/interrupted.ts'
import { startLoader } from './bench/loader.ts'
import { describeMachine, loadAverage, pin } from './bench/machine.ts'
import { peerNames, readOptions } from './bench/options.ts'
import type { Options, PeerName } from './bench/options.ts'
import { findPgbench } from './bench/pgbench.ts'
import { efficiencies, report } from './bench/report.ts'
import type { Circumstances } from './bench/report.ts'
import { measure } from './bench/rounds.ts'
import { scenarioNames } from './bench/scenarios.ts'
import { createPlace, startServer } from './bench/servers.ts'
import type { Place, RunningServer } from './bench/servers.ts'
import { Absent } from './bench/tools.ts'

const results = new URL('../tests/bench/', import.meta.url)
const chartTitle = "Requests per second of the server's processor time (more is better)"

type Entered = Pick<Circumstances, 'titles' | 'absent'> & { servers: RunningServer[]; withPgbench: boolean }

/** Starts the service and every peer that was asked for; a peer that cannot be started is put down as absent. */
async function enter(peers: PeerName[], place: Place, entered: Entered): Promise<void> {
  const { servers, titles, absent } = entered
  servers.push(await startServer('service', place))
  for (const name of peers) {
    try {
      if (name === 'pgbench') {
        titles.set(name, { title: 'pgbench, no server', versions: await findPgbench() })
        entered.withPgbench = true
      } else servers.push(await startServer(name, place))
    } catch (error) {
      // One that is there and does not start is absent too, but that is worth a look.
      absent.set(name, error instanceof Error ? error.message : String(error))
      if (!(error instanceof Absent)) console.error(`${name} did not start:`, error)
    }
  }
  for (const { name, title, versions } of servers) titles.set(name, { title, versions })
}

async function bench(options: Options): Promise<void> {
  const load = loadAverage()
  const pinning = pin()
  const database = await startDatabase()
  const place = createPlace(database, pinning)
  const loader = startLoader(place.people)
  const entered: Entered = { servers: [], withPgbench: false, titles: new Map(), absent: new Map() }
  try {
    await enter(options.peers, place, entered)
    const faults = await disagreements(entered.servers, place)
    if (faults.length > 0) throw new Error(`The servers do not do the same:\n${faults.join('\n')}`)
    const outcomes = await Promise.race([measure(entered.servers, entered.withPgbench, loader, place, options), interrupted()])
    const circumstances: Circumstances = {
      options,
      machine: describeMachine(),
      processors: cpus().length,
      pinned: pinning !== null,
      loadAverage: load,
      postgres: database.version,
      date: new Date().toISOString().slice(0, 10),
      titles: entered.titles,
      absent: entered.absent,
    }
    const text = report(outcomes, circumstances)
    console.log(text)
    // What was measured in part does not take the place of the whole.
    if (options.peers.length < peerNames.length || options.scenarios.length < scenarioNames.length) return
    writeFileSync(new URL('RESULTS.md', results), text)
    writeFileSync(new URL('results.svg', results), chart(chartTitle, efficiencies(outcomes, circumstances)))
  } finally {
    loader.stop()
    await Promise.all(entered.servers.map(({ stop }) => stop()))
    await database.stop()
  }
}

try {
  await bench(readOptions())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
