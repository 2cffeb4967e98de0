import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { onePositional } from './positional.ts'
import { readLocation } from '../config/read.ts'
import { restoreDatabase } from '../backup/backup.ts'

export const command: Command = {
  summary: 'Restores a backup into a new data folder or an empty database.',
  help: `Usage: taskpact restore <file>

DATABASE_URL is the empty database, for a backup of a server; it takes pg_restore. Without it, the backup is one of the embedded
database, and DATA_DIR is the folder for it. Nothing is overwritten: move an existing DATA_DIR/postgres away first.`,

  async run(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true })
    const file = onePositional(positionals, 'the backup to restore')
    const location = readLocation()
    await restoreDatabase(location, file)
    console.log(`Restored ${file} into ${location.databaseUrl === null ? location.dataDir : new URL(location.databaseUrl).host}`)
  },
}
