// How soon the service is there, and what room it takes.
import { join } from 'node:path'
import { spread } from '../bench/statistics.ts'
import { memory } from './memory.ts'
import type { Memory } from './memory.ts'
import type { BoundsOptions } from './options.ts'
import { megabytes, table } from './section.ts'
import type { Measured, Section } from './section.ts'
import { onStage } from './stage.ts'
import type { Setting } from './stage.ts'
import { startUp } from './start-up.ts'

const starts = 5

type Starts = { own: number[]; given: number[] }

/** Starts it on an embedded PostgreSQL and on one that runs, in turn; then looks at one that runs. */
export async function start(setting: Setting, { connections }: BoundsOptions): Promise<Section> {
  return onStage({ ...setting, pinning: null }, async (stage) => {
    const { database, secret } = stage.place
    const own = { DATA_DIR: join(database.folder, 'own') }
    const given = { DATABASE_URL: database.url, BETTER_AUTH_SECRET: secret }
    // The first start creates the data.
    const took: Starts = { own: [], given: [] }
    await startUp(stage, own)
    for (let nth = 0; nth < starts; nth += 1) {
      process.stderr.write(`start: ${nth + 1} of ${starts}\n`)
      took.own.push(await startUp(stage, own))
      took.given.push(await startUp(stage, given))
    }
    process.stderr.write('start: memory\n')
    return sectionOf(took, await memory(stage, connections))
  })
}

function sectionOf({ own, given }: Starts, { idle, mostAtStart, mostUnderLoad, after }: Memory): Measured {
  const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(2)
  const row = (what: string, times: number[]): string[] => {
    const { median, least, most } = spread(times)
    return [what, ...[median, least, most].map(seconds)]
  }
  const text = `From what \`npm start\` starts behind the build to the first 200 of \`/health/ready\`, which asks the database; ${starts} starts of each, in turn.

${table(['Start, seconds', 'median', 'least', 'most'], [row('with the embedded PostgreSQL, on data that is there', own), row('with a `DATABASE_URL`', given)])}

Resident memory of the process of the service, without PostgreSQL's: after 10 s without a request, the most (\`VmHWM\`) until then, the
most after 20 s of 60 % get, 30 % list and 10 % create on 32 connections, and 10 s after that.

${table(['', 'idle', 'most until then', 'most under load', 'idle again'], [['MB', ...[idle, mostAtStart, mostUnderLoad, after].map(megabytes)]])}`
  const findings = [
    { what: 'Start to first 200 on existing data, embedded PostgreSQL', target: '≤ 1.5 s', measured: `${seconds(spread(own).median)} s` },
    { what: 'Start to first 200 with a `DATABASE_URL`', target: '≤ 1.5 s', measured: `${seconds(spread(given).median)} s` },
    { what: 'Resident memory idle', target: '≤ 100 MB', measured: `${megabytes(idle)} MB` },
    { what: 'Resident memory under load, at its highest', target: '≤ 160 MB', measured: `${megabytes(mostUnderLoad)} MB` },
  ]
  return { title: 'Start and memory', findings, text }
}
