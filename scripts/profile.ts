// Shows where the service spends its processor time under the benchmark's load, by function, by file and by our own files.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDatabase } from './bench/database.ts'
import { startLoader } from './bench/loader.ts'
import { pin } from './bench/machine.ts'
import { readProfileOptions } from './bench/options.ts'
import type { ProfileOptions } from './bench/options.ts'
import { scenarios } from './bench/scenarios.ts'
import { createPlace, startServer } from './bench/servers.ts'
import type { RunningServer } from './bench/servers.ts'
import { analyse } from './profile/analyse.ts'
import type { Analysis, Profile, Ranking } from './profile/analyse.ts'

const sampler = fileURLToPath(new URL('profile/sampler.js', import.meta.url))
const interval = 200

async function profile({ scenario, seconds, connections, top, out }: ProfileOptions): Promise<void> {
  const pinning = pin()
  const database = await startDatabase()
  const place = createPlace(database, pinning)
  const loader = startLoader(place.people)
  try {
    const server = await startServer('service', place, { preload: ['--import', sampler] })
    try {
      const where = { ports: [server.port], serverPids: [server.pid], databasePid: database.pid }
      const round = { asked: { scenario }, ...where, connections, perSecond: null }
      await loader.round({ ...round, warm: 0, seconds: 3 })
      await tell(server, { order: 'start', interval })
      const result = await loader.round({ ...round, warm: 0, seconds })
      const file = out === undefined ? join(database.folder, 'service.cpuprofile') : resolve(out)
      await tell(server, { order: 'stop', file })
      const failures = Object.entries(result.failures).map(([what, count]) => `${what} × ${count}`)
      if (failures.length > 0) throw new Error(`not every answer was good: ${failures.join(', ')}`)
      const recorded = JSON.parse(readFileSync(file, 'utf8')) as Profile // V8 wrote it
      const perRequest = result.used.server / result.requests
      const [title, time, cost] = [scenarios[scenario].title, result.seconds.toFixed(1), perRequest.toFixed(1)]
      console.log(`\n${title}: ${result.requests} requests in ${time} s, ${cost} µs each with the profiler on`)
      show(analyse(recorded), perRequest, top)
    } finally {
      await server.stop()
    }
  } finally {
    loader.stop()
    await database.stop()
  }
}

async function tell({ child }: RunningServer, message: { order: string; interval?: number; file?: string }): Promise<void> {
  const answer = once(child, 'message')
  child.send(message)
  const [{ failed }] = (await answer) as [{ failed?: string }] // sampler.js sends nothing else
  if (failed !== undefined) throw new Error(`the sampler: ${failed}`)
}

/** A sample tells where the process was, not whether it had the processor, so shares of the processor time are what is shown. */
function show({ busy, idle, functions, files, ours }: Analysis, perRequest: number, top: number): void {
  console.log(`Idle for ${((idle / (busy + idle)) * 100).toFixed(0)} % of the time`)
  const table = (title: string, ranking: Ranking): void => {
    console.log(`\n${title}\n${'share'.padStart(7)}${'µs/request'.padStart(12)}`)
    for (const [name, took] of ranking.slice(0, top)) {
      console.log(`${((took / busy) * 100).toFixed(1).padStart(6)}%${((took / busy) * perRequest).toFixed(2).padStart(12)}  ${name}`)
    }
  }
  table('By function, itself', functions)
  table('By file or package, itself', files)
  table('By file of ours, with all it calls', ours)
}

try {
  await profile(readProfileOptions())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
