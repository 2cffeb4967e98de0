import type { RowOf } from '../../database/statement.ts'
import type { Pooling } from '../../database/pooler.ts'
import type { examineServer } from '../../generated/sql.ts'
import type { QueueAges } from '../../queue/ages.ts'
import { durationOf, finding, ok } from './finding.ts'
import type { Finding } from './finding.ts'

type Server = RowOf<typeof examineServer>

/** Checks what the server says of itself. @param ahead how many seconds its clock is ahead of this one, and how many that may be wrong by */
export function judgeServer(server: Server, ahead: { seconds: number; uncertainty: number }): Finding[] {
  return [version(server), role(server), timeouts(server), clock(ahead), connections(server), replication(server), archive(server)]
}

const version = ({ version: found, version_number: number }: Server): Finding =>
  number < 150_000 ? finding('postgresql', 'fail', found, 'Use PostgreSQL 15 or later.') : ok('postgresql', found)

const role = ({ is_privileged: isPrivileged }: Server): Finding =>
  isPrivileged
    ? finding('role', 'warn', 'the service logs in as a superuser, or as a role that bypasses row-level security', 'Give it a role of its own.')
    : ok('role', 'the service logs in as a role without special rights')

function timeouts({ statement_timeout, lock_timeout, idle_in_transaction_session_timeout }: Server): Finding {
  const all = { statement_timeout, lock_timeout, idle_in_transaction_session_timeout }
  const found = Object.entries(all)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
  return Object.values(all).includes('0')
    ? finding('timeouts', 'warn', found, 'One that is 0 is off. Start the service once: it sets those of its role.')
    : ok('timeouts', found)
}

function clock({ seconds, uncertainty }: { seconds: number; uncertainty: number }): Finding {
  const difference = Math.max(0, Math.abs(seconds) - uncertainty)
  const found = `the clock of the database is ${difference < 0.001 ? 'the same' : `${durationOf(difference)} ${seconds > 0 ? 'ahead' : 'late'}`}`
  const advice = 'Synchronize both machines, for example with chrony. Tokens and due dates depend on it.'
  if (difference > 30) return finding('clock', 'fail', found, advice)
  return difference > 1 ? finding('clock', 'warn', found, advice) : ok('clock', found)
}

function connections({ connections: used, max_connections: most }: Server): Finding {
  const found = `${used} of ${most} connections are used`
  return used > 0.8 * most
    ? finding('connections', 'warn', found, 'Each process of the service takes up to ten, or eleven with replicas. Raise max_connections, or add a pooler.')
    : ok('connections', found)
}

function replication({ is_replica: isReplica, replicas, replica_lag: lag, hidden_replicas: hidden }: Server): Finding {
  if (isReplica) return finding('replicas', 'fail', 'the database is a replica, which takes no writes', 'Point DATABASE_URL to the primary.')
  if (replicas === 0) return ok('replicas', 'none')
  if (hidden > 0) return finding('replicas', 'unknown', `${replicas}, whose lag this role may not see`, 'Grant it pg_monitor to have it checked.')
  const found = `${replicas}, the last of them ${durationOf(lag ?? 0)} late`
  return (lag ?? 0) > 10 ? finding('replicas', 'warn', found, 'Look at the network and the load of the replica.') : ok('replicas', found)
}

function archive({ archives, archived_ago: ago, archive_fails: fails }: Server): Finding {
  const unknown = (found: string): Finding =>
    finding('backup', 'unknown', found, 'Make sure that "taskpact backup", or a backup by your provider, runs every day, and try a restore.')
  if (!archives) return unknown('the age of the last backup cannot be told: files are not recorded, and the server archives nothing')
  if (fails) return finding('backup', 'fail', 'the last attempt to archive changes failed', 'Look at the log of the server, and at archive_command.')
  return ago === null
    ? unknown('the server is to archive its changes, and has not archived any yet')
    : ok('backup', `changes were archived ${durationOf(ago)} ago; how old the base backup is cannot be told from here`)
}

/** Checks what is between the service and the database. */
export function judgePooling({ pooler, keepsPrepared }: Pooling, preparedStatements: boolean): Finding {
  if (!pooler) return ok('pooler', 'none: the service is connected to the server itself')
  if (keepsPrepared) return ok('pooler', 'there is one, and it keeps prepared statements')
  const found = 'there is one of transactions, which loses prepared statements'
  return preparedStatements
    ? finding('pooler', 'fail', found, 'Set PREPARED_STATEMENTS=off, or use PgBouncer 1.21 or later with max_prepared_statements.')
    : ok('pooler', found)
}

/** Checks that mails and deliveries do not wait. */
export function judgeQueues({ mails, webhooks }: QueueAges): Finding[] {
  const advice = 'Check that a service runs, and look for "could not" in its log.'
  const [mail, delivery] = [`the oldest mail has waited ${durationOf(mails)}`, `the latest delivery is ${durationOf(webhooks)} late`]
  return [
    mails > 3_600 ? finding('mails', 'warn', mail, `${advice} Check SMTP_URL as well.`) : ok('mails', mails > 0 ? mail : 'none waits'),
    webhooks > 300 ? finding('webhooks', 'warn', delivery, advice) : ok('webhooks', webhooks > 0 ? delivery : 'none waits'),
  ]
}

/** Checks that the database keeps users apart. */
export const judgeIsolation = (faults: readonly string[]): Finding[] =>
  faults.length === 0
    ? [ok('isolation', 'roles and policies keep users apart')]
    : faults.map((fault) =>
        finding('isolation', 'fail', fault, 'Stop the service, and undo this change or restore a backup: users may see the data of others.'),
      )

/** Checks that the database has what its migrations made. */
export const judgeCatalog = ({ repairable, irreplaceable }: { repairable: readonly string[]; irreplaceable: readonly string[] }): Finding[] =>
  repairable.length + irreplaceable.length === 0
    ? [ok('schema', 'as the migrations left it')]
    : [
        ...irreplaceable.map((fact) => finding('schema', 'fail', `${fact} is missing`, 'Undo the change, or restore a backup.')),
        ...repairable.map((statement) => finding('schema', 'warn', `it lacks: ${statement}`, 'The next start of the service repairs it.')),
      ]
