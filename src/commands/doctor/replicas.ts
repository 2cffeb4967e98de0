import type { Config } from '../../config/settings.ts'
import type { Connections } from '../../database/connections.ts'
import { isOutage } from '../../database/errors.ts'
import { ImplicitTransaction } from '../../database/implicit-transaction.ts'
import { maintenance } from '../../database/maintenance.ts'
import { connect } from '../../database/pool.ts'
import type { RowOf } from '../../database/statement.ts'
import { bind } from '../../database/wire/pipeline.ts'
import * as sql from '../../generated/sql.ts'
import { createSilentLog } from '../../observability/log.ts'
import { durationOf, finding, ok } from './finding.ts'
import type { Finding } from './finding.ts'

const check = 'replica'

/** What the primary has, with the time by its clock when it said so. Times are in milliseconds. */
type Primary = { installation: string; at: number; now: number }

/** What a replica has, with the time by the clock of the primary when it was asked. */
type Replica = Primary & { isPrivileged: boolean }

/** What a server says of itself, as the role that the service logs in with. @throws if it does not respond */
export async function askServer(connections: Connections): Promise<RowOf<typeof sql.examineServer>> {
  const { results, failure } = await connections.alone([bind(sql.examineServer, {}, null)])
  if (failure) throw failure
  const [server] = results[0]?.rows as RowOf<typeof sql.examineServer>[] // as the statement is typed
  if (!server) throw new Error('the server said nothing')
  return server
}

/** Looks at each replica as the service reads it, and compares it with the primary. */
export async function examineReplicas(config: Config, connections: Connections): Promise<Finding[]> {
  const { urls, maxLagMs } = config.replicas
  if (urls.length === 0) return []
  const { installation, at } = await heartbeatOf(connections)
  const { now } = await askServer(connections)
  const heard = performance.now()
  const nowOfPrimary = (): number => now * 1_000 + performance.now() - heard
  const findings = urls.map(async (url, index) => {
    const name = new URL(url).host || `number ${index + 1}`
    const replica = connect({ ...config, databaseUrl: url }, createSilentLog())
    try {
      return await examineReplica(name, replica, { installation, at, now: now * 1_000 }, nowOfPrimary, maxLagMs)
    } catch (error) {
      return [unusable(name, error)]
    } finally {
      await replica.close()
    }
  })
  return (await Promise.all(findings)).flat()
}

const heartbeatOf = (connections: Connections): Promise<RowOf<typeof sql.askReplica>> =>
  new ImplicitTransaction(connections.alone, maintenance).one(sql.askReplica, {})

async function examineReplica(name: string, connections: Connections, primary: Primary, nowOfPrimary: () => number, maxLagMs: number): Promise<Finding[]> {
  const { is_replica: isReplica, is_privileged: isPrivileged } = await askServer(connections)
  // Asked before it is sent, so that a slow response does not look like a lag.
  const now = nowOfPrimary()
  const found = await heartbeatOf(connections)
  if (!isReplica && found.installation === primary.installation) return [primaryItself(name)]
  return judgeReplica(name, { ...found, now, isPrivileged }, primary, maxLagMs)
}

/** After a failover, one of the servers that are listed is the primary: what is read there is as recent as on a replica. */
const primaryItself = (name: string): Finding => {
  const advice = 'That is as it should be if all servers of a cluster with failover are listed. Otherwise remove it from DATABASE_REPLICA_URLS.'
  return finding(check, 'unknown', `${name} is the primary of this database`, advice)
}

/** Checks what a replica has against what the primary has. */
export function judgeReplica(name: string, replica: Replica, primary: Primary, maxLagMs: number): Finding[] {
  if (replica.installation !== primary.installation) {
    const advice = 'The service never reads it. Let its URL name a replica of DATABASE_URL, and the same database on it.'
    return [finding(check, 'fail', `${name} has another database than DATABASE_URL`, advice)]
  }
  const role = `the service logs in to ${name} as a superuser, or as a role that bypasses row-level security`
  return [
    lag(name, replica, primary, maxLagMs),
    ...(replica.isPrivileged ? [finding(check, 'warn', role, 'Let its URL in DATABASE_REPLICA_URLS name the role of DATABASE_URL.')] : []),
  ]
}

/** The lag by what a service writes several times a second. Without such a service, only one that lacks the last of it is known to lag. */
function lag(name: string, replica: Replica, primary: Primary, maxLagMs: number): Finding {
  const isWritten = primary.now - primary.at <= maxLagMs
  if (!isWritten && replica.at >= primary.at) {
    const found = `${name} is a replica, and its lag cannot be told: no service with DATABASE_REPLICA_URLS runs`
    return finding(check, 'unknown', found, 'Start the service, and look again.')
  }
  const lagMs = Math.max(0, replica.now - replica.at)
  const found = `${name} is a replica that lags by ${durationOf(lagMs / 1_000)}`
  const advice = 'The service reads on the primary meanwhile. Look at the network, and at the load and the long statements of the replica.'
  return lagMs > maxLagMs ? finding(check, 'warn', `${found}, which is more than REPLICA_MAX_LAG_MS`, advice) : ok(check, found)
}

function unusable(name: string, error: unknown): Finding {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
  return isOutage(cause)
    ? finding(check, 'warn', `${name} takes no connection: ${reason}`, 'Check that it runs, and its URL. The service reads on the primary meanwhile.')
    : finding(check, 'fail', `${name} cannot be read: ${reason}`, 'Let its URL name a replica of DATABASE_URL, and the same database and role.')
}
