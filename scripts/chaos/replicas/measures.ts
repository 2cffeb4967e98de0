// What the service and the primary tell of where was read.
import pg from 'pg'
import type { Urls } from './users.ts'

/** How many reads were sent to replicas, by what became of them. */
export type Outcomes = Record<'served' | 'late' | 'refused' | 'failed', number>

/** The reads on replicas since the start of the processes. */
export async function outcomesOf(urls: Urls): Promise<Outcomes> {
  const outcomes: Outcomes = { served: 0, late: 0, refused: 0, failed: 0 }
  for (const url of urls) {
    const text = await (await fetch(`${url}/metrics`)).text()
    for (const [, outcome, count] of text.matchAll(/^taskpact_replica_reads_total\{.*outcome="(served|late|refused|failed)".*\} (\d+)$/gm)) {
      outcomes[outcome as keyof Outcomes] += Number(count) // it is one of those in the pattern
    }
  }
  return outcomes
}

/** The difference of two counts. */
export const since = (before: Outcomes, after: Outcomes): Outcomes => ({
  served: after.served - before.served,
  late: after.late - before.late,
  refused: after.refused - before.refused,
  failed: after.failed - before.failed,
})

/** How many statements the primary ran: for reads, for the time, for rate limits, and for everything else, such as looking for mails. */
export type Statements = Record<'reads' | 'time' | 'limits' | 'rest', number>

/** What counts the statements of the primary: a setting that it has to be started with. */
export const countingStatements = { shared_preload_libraries: 'pg_stat_statements' }

/** Counts the statements that the primary runs for the service while something is done. */
export async function countStatements(superuserUrl: string, work: () => Promise<void>): Promise<Statements> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    await client.query('create extension if not exists pg_stat_statements')
    await client.query('select pg_stat_statements_reset()')
    await work()
    // Those of users run in a role of their own, once the statement before has checked the session.
    const { rows } = await client.query<{ purpose: keyof Statements; calls: number }>(
      `select
        case
          when rolname = 'taskpact_runtime' or query like '%sessions.expires_at%' then 'reads'
          when query like '%clock.now%' then 'time'
          when query like '%rate_limits%' then 'limits'
          else 'rest'
        end as purpose,
        sum(calls)::float8 as calls
      from pg_stat_statements
      join pg_roles on pg_roles.oid = userid
      where rolname like 'taskpact%'
      group by purpose`,
    )
    return { reads: 0, time: 0, limits: 0, rest: 0, ...Object.fromEntries(rows.map(({ purpose, calls }) => [purpose, calls])) }
  } finally {
    await client.end()
  }
}
