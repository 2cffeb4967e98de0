import type { Config } from '../../config/settings.ts'
import { findMissing } from '../../database/catalog.ts'
import type { Connections } from '../../database/connections.ts'
import { ImplicitTransaction } from '../../database/implicit-transaction.ts'
import { maintenance } from '../../database/maintenance.ts'
import { assertMigrated } from '../../database/migrate.ts'
import { connect } from '../../database/pool.ts'
import { examinePooling } from '../../database/pooler.ts'
import { isolationFaults } from '../../database/row-level-security.ts'
import { withEmbeddedPostgres } from '../../embedded-postgres/index.ts'
import * as sql from '../../generated/sql.ts'
import { createSilentLog } from '../../observability/log.ts'
import { judgeCatalog, judgeIsolation, judgePooling, judgeQueues, judgeServer } from './database.ts'
import { examineEvents } from './events.ts'
import { finding, ok } from './finding.ts'
import type { Finding } from './finding.ts'
import { examineDisk, examineNode } from './machine.ts'
import { examineSmtp } from './mail.ts'
import { askServer, examineReplicas } from './replicas.ts'
import { examineSettings } from './settings.ts'

/** Looks at everything, and changes nothing. What cannot be looked at is a finding as well. */
export async function examine(config: Config): Promise<Finding[]> {
  const { databaseUrl, dataDir } = config
  const ofDatabase = (): Promise<Finding[]> =>
    databaseUrl === null ? withinEmbedded(dataDir, (url) => examineDatabase(url, config)) : examineDatabase(databaseUrl, config)
  return [
    examineNode(process.versions.node, new Date()),
    ...examineSettings(config),
    ...(await attempt('smtp', () => ofServer(config.mail.smtp, examineSmtp))),
    ...(await attempt('events', () => ofServer(config.events, examineEvents))),
    ...(await attempt('database', ofDatabase)),
    ...(await attempt('disk', () => [examineDisk(databaseUrl === null ? dataDir : null)])),
  ]
}

/** Looks at a server that the service uses; null for none. */
const ofServer = async <Server>(server: Server | null, look: (server: Server) => Promise<Finding>): Promise<Finding[]> =>
  server === null ? [] : [await look(server)]

async function withinEmbedded(dataDir: string, work: (url: string) => Promise<Finding[]>): Promise<Finding[]> {
  let findings: Finding[] = []
  await withEmbeddedPostgres(dataDir, async ({ url }) => void (findings = await work(url)))
  return findings
}

async function examineDatabase(databaseUrl: string, config: Config): Promise<Finding[]> {
  // Before there is a pool, which would wait for a database that is not there.
  const pooling = judgePooling(await examinePooling(databaseUrl), config.preparedStatements)
  const connections = connect({ ...config, databaseUrl }, createSilentLog())
  try {
    const migrated = await attempt('migrations', async () => {
      await assertMigrated(databaseUrl)
      return [ok('migrations', 'those of this release')]
    })
    const isCurrent = migrated.every(({ level }) => level === 'ok')
    return [
      pooling,
      ...(await attempt('server', () => examineServer(connections))),
      ...migrated,
      // Without its tables, it has none of these.
      ...(isCurrent ? await examineSchema(databaseUrl, connections) : []),
      ...(isCurrent ? await attempt('replica', () => examineReplicas(config, connections)) : []),
    ]
  } finally {
    await connections.close()
  }
}

async function examineServer(connections: Connections): Promise<Finding[]> {
  const before = Date.now()
  const server = await askServer(connections)
  const uncertainty = (Date.now() - before) / 2_000
  return judgeServer(server, { seconds: server.now - before / 1_000 - uncertainty, uncertainty })
}

async function examineSchema(databaseUrl: string, connections: Connections): Promise<Finding[]> {
  return [
    ...(await attempt('schema', async () => judgeCatalog(await findMissing(databaseUrl)))),
    ...(await attempt('isolation', async () => judgeIsolation(await isolationFaults(connections)))),
    ...(await attempt('queues', async () => judgeQueues(await new ImplicitTransaction(connections.alone, maintenance).one(sql.findQueueAges, {})))),
  ]
}

async function attempt(check: string, work: () => Promise<Finding[]> | Finding[]): Promise<Finding[]> {
  try {
    return await work()
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    const [found = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
    return [finding(check, 'fail', found, 'Nothing more can be checked of it until that is repaired.')]
  }
}
