import { parseArgs } from 'node:util'
import { UsageError } from './command.ts'
import type { Command } from './command.ts'
import { moveDatabase } from '../backup/move.ts'
import { readLocation } from '../config/read.ts'

export const command: Command = {
  summary: 'Copies the embedded database to an empty database of a PostgreSQL server.',
  help: `Usage: taskpact move

DATA_DIR is the folder of the embedded database, which stays as it is. DATABASE_URL is the empty database; its role must own it and
have CREATEROLE. Stop the service first.

Every table is compared before anything is kept: its number of rows, and a hash of what they hold.`,

  async run(args) {
    parseArgs({ args })
    const { databaseUrl, dataDir } = readLocation()
    if (databaseUrl === null) throw new UsageError('No DATABASE_URL. Set it to the empty database to move to.')
    const tables = await moveDatabase(dataDir, databaseUrl)
    for (const { name, rows } of tables) console.log(`${name}: ${rows} rows`)
    console.log(`Moved to ${new URL(databaseUrl).host}; every table is equal. For sessions to last, set BETTER_AUTH_SECRET to the one in ${dataDir}/secret.`)
  },
}
