import { parseArgs } from 'node:util'
import { UsageError } from './command.ts'
import type { Command } from './command.ts'
import { readLocation } from '../config/read.ts'
import { addressesOfRunning } from '../embedded-postgres/index.ts'

export const command: Command = {
  summary: 'Prints the URL of the running embedded database, for psql.',
  help: `Usage: taskpact database-url [--superuser]

  --superuser  As the superuser, who sees every row. Default: as the role of the service, which sees none without app.user_id.

DATA_DIR is the folder of the embedded database. The service must be running; its port changes with every start.
Connect with: psql "$(npx taskpact database-url --superuser)"`,

  async run(args) {
    const { values } = parseArgs({ args, options: { superuser: { type: 'boolean', default: false } } })
    const { databaseUrl, dataDir } = readLocation()
    if (databaseUrl !== null) throw new UsageError('DATABASE_URL is set: it is the URL of the database.')
    const { url, superuserUrl } = await addressesOfRunning(dataDir)
    console.log(values.superuser ? superuserUrl : url)
  },
}
