import { statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { onePositional } from './positional.ts'
import { readLocation } from '../config/read.ts'
import { backUpDatabase } from '../backup/backup.ts'

export const command: Command = {
  summary: 'Writes a backup of the database to a file, while the service runs.',
  help: `Usage: taskpact backup <file>

DATABASE_URL is the database; the default is the embedded one in DATA_DIR. The file must not exist.

The backup of the embedded database also holds its passwords and the generated secret. A server is backed up by pg_dump, which
must be installed, of the server's version or later. Keep the file as secret as the database itself.`,

  async run(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true })
    const file = onePositional(positionals, 'the file to write')
    await backUpDatabase(readLocation(), file)
    console.log(`Wrote ${file}, ${statSync(file).size} bytes`)
  },
}
