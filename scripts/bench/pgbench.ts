// The ceiling of the database: the same statements sent by pgbench, which does nothing else.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as sql from '../../src/generated/sql.ts'
import { pinnedTo } from '../support/processors.ts'
import type { Processors } from '../support/processors.ts'
import { run } from '../support/run.ts'
import type { BenchDatabase } from './database.ts'
import type { LoadResult } from './loader.ts'
import { scenarios, size } from './scenarios.ts'
import type { ScenarioName } from './scenarios.ts'
import { Absent } from './tools.ts'
import { difference, usage } from './usage.ts'

type Sql = { text: string; parameters: readonly string[]; owned?: boolean }

const file = [18, 17, 16, 15].map((major) => `/usr/lib/postgresql/${major}/bin/pgbench`).find((each) => existsSync(each))

/** Replaces the parameters of a statement with pgbench's variables, or other expressions. */
function inline({ text, parameters, owned }: Sql, values: Record<string, string>): string {
  const given = [...(owned ? [':user_id'] : []), ...parameters.map((parameter) => values[parameter] ?? 'null')]
  return `${text.replace(/\$(\d+)/g, (_, index: string) => given[Number(index) - 1] ?? 'null')};`
}

const openSession = (readOnly: string): string =>
  inline(sql.openSession, {
    user_id: ':user_id',
    session_id: "('00000000-0000-4000-8000-' || lpad(:user_id::text, 12, '0'))::uuid",
    role: "'taskpact_runtime'",
    read_only: readOnly,
  })

const work: Record<ScenarioName, string> = {
  get: inline(sql.getTask, { id: ':task_id' }),
  list: inline(sql.listTasks, { after: '0', limit: '21' }),
  create: inline(sql.createTask, {
    title: "'Call the plumber'",
    description: "'The kitchen tap drips.'",
    completed: 'false',
    priority: "'none'",
    tags: "'{}'",
  }),
}

const scriptOf = (scenario: ScenarioName): string => `
\\set user_id random(1, ${size.users})
\\set task_id random(0, ${size.tasks - 1}) * ${size.users} + :user_id
\\startpipeline
begin;
${openSession(scenarios[scenario].writes ? "'off'" : "'on'")}
${work[scenario]}
${scenarios[scenario].writes ? '\\endpipeline\ncommit;' : 'commit;\n\\endpipeline'}
`

/** The version of pgbench. @throws Absent */
export async function findPgbench(): Promise<string> {
  if (file === undefined) throw new Absent('pgbench is not installed')
  return (await run('.', file, ['--version'])).trim()
}

/** A round on as many connections as the service has to the database, on the server's processor. */
export async function pgbenchRound(scenario: ScenarioName, seconds: number, { url, folder, pid }: BenchDatabase, processors: Processors): Promise<LoadResult> {
  const script = join(folder, `${scenario}.pgbench`)
  writeFileSync(script, scriptOf(scenario))
  const time = `--time=${Math.max(1, Math.round(seconds))}`
  const command = [file ?? 'pgbench', '--no-vacuum', '--client=10', time, '--protocol=prepared', `--file=${script}`, url]
  const [program = '', ...rest] = pinnedTo(processors?.first, command)
  const before = usage([], pid)
  const report = await run('.', program, rest)
  const used = { ...difference(before, usage([], pid)), load: 0 }
  const requests = Number(/transactions actually processed: (\d+)/.exec(report)?.[1] ?? 0)
  const perSecond = Number(/tps = ([\d.]+)/.exec(report)?.[1] ?? NaN)
  const failed = /number of failed transactions: ([1-9]\d*)/.exec(report)?.[1]
  const failures: Record<string, number> = failed === undefined ? {} : { failed: Number(failed) }
  return { requests, seconds: requests / perSecond, p50: NaN, p95: NaN, p99: NaN, most: NaN, byKind: {}, used, failures }
}
