import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { readConfig } from '../config.ts'
import { withDatabase } from './with-database.ts'

export const command: Command = {
  summary: 'Brings the database up to the migrations, and names those it applied.',
  help: `Usage: taskpact migrate

DATABASE_URL names the database; without it, it is the embedded one in DATA_DIR.
"taskpact serve" does the same each time it starts.`,

  async run(args) {
    parseArgs({ args })
    await withDatabase(readConfig(), async ({ applied, embedded }) => {
      console.log(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'The database is up to date')
      await embedded?.stop()
    })
  },
}
