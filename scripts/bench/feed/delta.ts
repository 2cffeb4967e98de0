// What it costs to read a hundred changes where ten million are recorded.
import { createCursors } from '../../../src/execution/cursor.ts'
import { createSyncCursors, placeAfter } from '../../../src/execution/sync-cursor.ts'
import * as sql from '../../../src/generated/sql.ts'
import { requireSuccess } from '../loader.ts'
import type { LoadResult } from '../loader.ts'
import type { Options } from '../options.ts'
import { anyOf, size, toHttp } from '../scenarios.ts'
import { progress, table, whole } from '../section.ts'
import type { Measured } from '../section.ts'
import type { Stage } from '../stage.ts'
import { spread } from '../statistics.ts'
import type { PreparedRequest } from '../workload.ts'

const page = 100
const at = '2026-11-20T12:00:00.000Z'
const explained = 50
// Few, as the slowest of them take a tenth of a second of the database's one processor.
const connections = 4
const modes = ['latest', 'events'] as const

/** What is read: how far back, and in which mode. */
type Case = { back: number; mode: (typeof modes)[number] }

/** Fills the record, and reads the last hundred changes of a user, and a hundred of as many as a cursor may lie back. */
export async function delta(stage: Stage, { tasks: changes, rounds, seconds }: Options): Promise<Measured> {
  const each = changes / size.users
  const began = performance.now()
  progress(`feed: recording ${whole(changes)} changes`)
  await fill(stage, each)
  const filled = (performance.now() - began) / 1_000
  const servers = [await stage.start('service')]
  const cases = [page, Math.min(each, 9_900)].flatMap((back) => modes.map((mode): Case => ({ back, mode })))
  const outcomes: { asked: Case; explained: number[]; results: LoadResult[] }[] = []
  for (const asked of cases) {
    progress(`feed: a delta of ${page}, ${asked.back} back, ${asked.mode}`)
    const requests = Array.from({ length: 5_000 }, () => requestFor(stage, each, asked))
    const results = []
    for (let round = 0; round < rounds; round += 1) {
      const result = await stage.load({ servers, workload: { requests }, connections, warm: 0.5, seconds })
      requireSuccess(result, 'delta')
      results.push(result)
    }
    const times = []
    for (let nth = 0; nth < explained; nth += 1) times.push(await explain(stage, each, asked))
    outcomes.push({ asked, explained: times, results })
  }
  await Promise.all(servers.map(({ stop }) => stop()))
  const rows = outcomes.map(({ asked: { back, mode }, explained: times, results }) => {
    const over = (value: (round: LoadResult) => number): number => spread(results.map(value)).median
    const costs = [over(({ used, requests }) => used.database / requests), over(({ used, requests }) => used.server / requests)].map(whole)
    return [`${whole(back)} back, ${mode}`, spread(times).median.toFixed(2), ...costs, over(({ p50 }) => p50).toFixed(1)]
  })
  const text = `${whole(changes)} changes of 1,000 users are recorded, in turn, of 100 tasks each; filling took ${filled.toFixed(0)} s. The first column is what \`explain analyze\`
says of the two statements together, the median of ${explained} users; the others are of requests with ${connections} connections.

${table([`A page of ${page} changes`, 'database, ms', 'database µs/request', 'server µs/request', 'p50 ms'], rows)}`
  const [[, measured = ''] = []] = rows
  return { findings: [{ what: `A delta of ${page} changes among ${whole(changes)}: database time`, target: '≤ 2 ms', measured: `${measured} ms` }], text }
}

/** Without indexes, log and triggers while it is filled, or it would take an hour. */
async function fill({ database }: Stage, each: number): Promise<void> {
  await database.superuser(`
    set session_replication_role = replica;
    set maintenance_work_mem = '1GB';
    truncate changes;
    alter table changes set unlogged;
    update pg_index set indisready = false where indrelid = 'changes'::regclass;
    insert into changes (user_id, seq, ordinal, type, entity_id, data, before, columns, position, operation, request_id, via, at)
    select task.user_id, n, 1, 'task', task.id, task_answer(task), '{"title": "As it was", "version": 1, "updated_at": "2026-11-20T12:00:00.000000Z"}',
      '{"title": "As it was"}', task.rank, 'updateTask', 'request ' || n, 'session', '${at}'
    from generate_series(1, ${each}) as n
    cross join lateral (select * from tasks where id > (n % ${size.tasks}) * ${size.users} and id <= (n % ${size.tasks} + 1) * ${size.users}) as task;
    reindex table changes;
    update feeds set seq = ${each}, at = '${at}', transaction_id = null`)
  await database.superuser('vacuum (freeze, analyze) changes, feeds')
  await database.superuser('checkpoint')
}

function requestFor({ users, secret }: Stage, each: number, { back, mode }: Case): PreparedRequest {
  const { id, token } = users[anyOf(users.length)] ?? { id: 0, token: '' }
  const since = createSyncCursors(createCursors(secret)).format(id, placeAfter({ seq: each - back, at }))
  const path = `/api/${id}/changes?since=${since}&limit=${page}&mode=${mode}`
  return { kind: 'delta', status: 200, text: toHttp({ method: 'GET', path, body: null }, token) }
}

/** What both statements of a delta take, in milliseconds. */
async function explain({ database }: Stage, each: number, { back, mode }: Case): Promise<number> {
  const { seq, ordinal } = placeAfter({ seq: each - back, at })
  const values: Record<string, string> = {
    seq: String(seq),
    at: `'${at}'`,
    ordinal: String(ordinal),
    most: '10001',
    latest: String(mode === 'latest'),
    limit: String(page + 1),
  }
  let sum = 0
  for (const { text, parameters } of [sql.getHead, sql.listChanges]) {
    // The first one is the owner, who is set as the caller.
    const inserted = text.replace(/\$(\d+)/g, (_, number: string) =>
      number === '1' ? 'caller_id()' : (values[parameters[Number(number) - 2] ?? ''] ?? 'null'),
    )
    await database.superuser(`begin; set local role taskpact_runtime; set local app.user_id = '${1 + anyOf(size.users)}'`)
    const [row] = await database.superuser<{ 'QUERY PLAN': [{ 'Execution Time': number }] }>(`explain (analyze, timing off, format json) ${inserted}`)
    await database.superuser('rollback')
    sum += row?.['QUERY PLAN'][0]['Execution Time'] ?? Number.NaN
  }
  return sum
}
