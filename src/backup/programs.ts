import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { clientEnvironment } from '../config/read.ts'
import { CannotDump } from '../database/backup-role.ts'

/**
 * Runs one of PostgreSQL's client programs on a database. The password stays out of its arguments, which others can see.
 * @throws CannotDump with the reason, in one line
 */
export async function runClient(program: 'pg_dump' | 'pg_restore', databaseUrl: string, args: string[]): Promise<void> {
  const url = new URL(databaseUrl)
  const environment = { ...clientEnvironment(), ...(url.password !== '' && { PGPASSWORD: decodeURIComponent(url.password) }) }
  url.password = ''
  // The driver's own word, which libpq does not know.
  url.searchParams.delete('uselibpqcompat')
  const child = spawn(program, ['--no-password', '--dbname', url.href, ...args], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<number | null>((done, failed) => child.on('error', failed).on('close', done))
  const [complaint, status] = await Promise.all([text(child.stderr), ended]).catch((error: unknown) => {
    throw error instanceof Error && 'code' in error && error.code === 'ENOENT' ? missing(program) : error
  })
  if (status !== 0) throw new CannotDump(`${program} failed (${reasonIn(complaint)}). Nothing was kept; fix this and try again.`)
}

function missing(program: string): CannotDump {
  return new CannotDump(
    `${program} is not installed. Install PostgreSQL's client programs, of the server's version or later, such as with: apt-get install postgresql-client`,
  )
}

/** The first line that names an error, without the program's name. */
function reasonIn(complaint: string): string {
  const lines = complaint.split('\n').map((line) => line.trim())
  const line = lines.find((each) => /error|fatal/i.test(each)) ?? lines.find((each) => each !== '') ?? 'it gave no reason'
  return line.replace(/^pg_\w+: (error: )?/, '')
}
