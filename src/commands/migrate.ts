import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { readConfig } from '../config/read.ts'
import { withDatabase } from './with-database.ts'

export const command: Command = {
  summary: 'Applies pending migrations and prints their names.',
  help: `Usage: taskpact migrate

DATABASE_URL is the database; the default is the embedded one in DATA_DIR.
"taskpact serve" also applies them at every start.`,

  async run(args) {
    parseArgs({ args })
    await withDatabase(readConfig(), async ({ applied, embedded }) => {
      console.log(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'The database is up to date')
      await embedded?.stop()
    })
  },
}
