// Shows where the service spends its processor time under load: by function, by file, and by our own files.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { requireSuccess } from './bench/loader.ts'
import { scenarioNames, scenarios } from './bench/scenarios.ts'
import type { ScenarioName } from './bench/scenarios.ts'
import type { RunningServer } from './bench/servers.ts'
import { onStage } from './bench/stage.ts'
import { analyse } from './profile/analyse.ts'
import type { Analysis, Profile, Ranking } from './profile/analyse.ts'
import { keepTo } from './support/processors.ts'
import { namesIn, numberIn, runProgram } from './support/program.ts'
import { run } from './support/run.ts'
import { root } from './support/service.ts'

const usage = `npm run profile -- [--scenario <name>] [--seconds <n>] [--connections <n>] [--top <n>] [--out <file>]

Profiles the built service under the benchmark's load.

  --scenario <name>       ${scenarioNames.join(', ')} (get)
  --seconds <number>      8
  --connections <number>  32
  --top <number>          lines of each table (30)
  --out <file>            keep the profile for other tools, as .cpuprofile`

const options = {
  scenario: { type: 'string', default: 'get' },
  seconds: { type: 'string', default: '8' },
  connections: { type: 'string', default: '32' },
  top: { type: 'string', default: '30' },
  out: { type: 'string' },
} as const

const sampler = fileURLToPath(new URL('profile/sampler.js', import.meta.url))
const intervalMicroseconds = 200

async function profile(scenario: ScenarioName, connections: number, seconds: number, top: number, out: string | undefined): Promise<void> {
  await run(root, 'npm', ['run', '--silent', 'build'])
  await onStage(keepTo('others'), undefined, async (stage) => {
    const server = await stage.start('service', { preload: ['--import', sampler] })
    const load = { servers: [server], workload: { scenario }, connections }
    await stage.load({ ...load, seconds: 3 })
    await order(server, { order: 'start', interval: intervalMicroseconds })
    const result = await stage.load({ ...load, seconds })
    const file = out === undefined ? join(stage.database.folder, 'service.cpuprofile') : resolve(out)
    await order(server, { order: 'stop', file })
    requireSuccess(result, 'profile')
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as Profile // V8 wrote it
    const perRequest = result.used.server / result.requests
    console.log(
      `\n${scenarios[scenario].title}: ${result.requests} requests in ${result.seconds.toFixed(1)} s, ${perRequest.toFixed(1)} µs each with the profiler on`,
    )
    show(analyse(recorded), perRequest, top)
  })
}

/** Has the sampler in the service do something. @throws if it cannot */
async function order({ child }: RunningServer, message: { order: string; interval?: number; file?: string }): Promise<void> {
  const reply = once(child, 'message')
  child.send(message)
  const [{ failed }] = (await reply) as [{ failed?: string }] // sampler.js sends nothing else
  if (failed !== undefined) throw new Error(`the sampler: ${failed}`)
}

/** Prints shares of the processor time: a sample tells where the process was, not whether it had the processor. */
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
  table('By file of ours, with everything it calls', ours)
}

await runProgram({ usage, options }, async ({ scenario, connections, seconds, top, out }) => {
  const [name = 'get'] = namesIn('scenario', scenario, scenarioNames)
  await profile(name, numberIn('connections', connections, 1, 2_000), numberIn('seconds', seconds, 0.2, 60), numberIn('top', top, 1, 1_000), out)
})
