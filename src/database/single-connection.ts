import pg from 'pg'
import { codeOf, isOutage } from './errors.ts'

/** The configured database cannot be used: why, and what to do, in one line. */
export class DatabaseUnreachable extends Error {}

/** Opens a connection of its own, for a command. @throws DatabaseUnreachable */
export async function openSession(databaseUrl: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 15_000, application_name: name })
  // The client also emits errors outside of queries; without a listener they end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    if (!(error instanceof Error) || !(isOutage(error) || isOfEncryption(error))) throw error
    const [fault, remedy] = explain(error)
    throw new DatabaseUnreachable(`DATABASE_URL: ${fault} (${error.message || codeOf(error)}). ${remedy}`, { cause: error })
  }
}

const isOfEncryption = (error: Error): boolean => /SSL|TLS|CERT/i.test(`${error.message} ${codeOf(error)}`)

/** What happened, and what to do: a server that refuses a connection does respond. */
function explain(error: Error): [fault: string, remedy: string] {
  if (error instanceof pg.DatabaseError) {
    return error.code === '57P03'
      ? ['the server accepts no connections now', 'Try again in a moment.']
      : ['the server refuses the connection', 'Check the user, the password and the name of the database in the URL.']
  }
  if (isOfEncryption(error)) return ['no encrypted connection is possible', 'Check sslmode in the URL, and the certificate of the server.']
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(codeOf(error))) return ['the host is not found', 'Check the host in the URL.']
  return ['the database does not respond', 'Check the URL, and that the database is running.']
}
