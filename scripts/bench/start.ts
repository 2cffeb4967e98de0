// How soon the service is ready, and how much memory it takes.
import { join } from 'node:path'
import { memory } from './memory.ts'
import type { Memory } from './memory.ts'
import { megabytes, progress, table } from './section.ts'
import type { Measured, Section } from './section.ts'
import { startUp } from './start-up.ts'
import { spread } from './statistics.ts'

const starts = 5

type Starts = { embedded: number[]; given: number[] }

/** Starts it on an embedded PostgreSQL and on a running one, in turns; then measures the memory of a running service. */
export const start: Section = {
  title: 'Start and memory',
  pinned: false,
  async measure(stage, { connections }) {
    const { database, secret } = stage
    const embedded = { DATA_DIR: join(database.folder, 'own') }
    const given = { DATABASE_URL: database.url, BETTER_AUTH_SECRET: secret }
    // The first start creates the data.
    const took: Starts = { embedded: [], given: [] }
    await startUp(stage, embedded)
    for (let nth = 0; nth < starts; nth += 1) {
      progress(`start: ${nth + 1} of ${starts}`)
      took.embedded.push(await startUp(stage, embedded))
      took.given.push(await startUp(stage, given))
    }
    progress('start: memory')
    return present(took, await memory(stage, connections))
  },
}

function present({ embedded, given }: Starts, { idle, mostAtStart, mostUnderLoad, after }: Memory): Measured {
  const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(2)
  const row = (what: string, times: number[]): string[] => {
    const { median, least, most } = spread(times)
    return [what, ...[median, least, most].map(seconds)]
  }
  const text = `From the start of the built service to the first 200 of \`/health/ready\`, which asks the database; ${starts} starts of each, in turns.

${table(['Start, seconds', 'median', 'least', 'most'], [row('with the embedded PostgreSQL, on existing data', embedded), row('with a `DATABASE_URL`', given)])}

Resident memory of the service's process, without PostgreSQL's: after 10 s without a request, the peak (\`VmHWM\`) until then, the peak
after 20 s of 60 % get, 30 % list and 10 % create, and 10 s after that.

${table(['', 'idle', 'peak until then', 'peak under load', 'idle again'], [['MB', ...[idle, mostAtStart, mostUnderLoad, after].map(megabytes)]])}`
  const findings = [
    { what: 'Start to first 200 on existing data, embedded PostgreSQL', target: '≤ 1.5 s', measured: `${seconds(spread(embedded).median)} s` },
    { what: 'Start to first 200 with a `DATABASE_URL`', target: '≤ 1.5 s', measured: `${seconds(spread(given).median)} s` },
    { what: 'Resident memory idle', target: '≤ 100 MB', measured: `${megabytes(idle)} MB` },
    { what: 'Resident memory under load, at its peak', target: '≤ 160 MB', measured: `${megabytes(mostUnderLoad)} MB` },
  ]
  return { findings, text }
}
