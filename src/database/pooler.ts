import { codeOf } from './errors.ts'
import { openSession } from './single-connection.ts'

/** What is between the service and its database. */
export type Pooling = {
  /** Whether a pooler answers in place of the server. */
  pooler: boolean
  /** Whether a statement that one transaction prepares is known to the next one. */
  keepsPrepared: boolean
}

/** Finds out whether there is a pooler: it tells clients of another process than the one that serves them. */
export async function examinePooling(databaseUrl: string): Promise<Pooling> {
  const [one, other] = await Promise.all([openSession(databaseUrl, 'taskpact doctor'), openSession(databaseUrl, 'taskpact doctor')])
  try {
    const prepared = { name: 'taskpact_doctor', text: 'select pg_backend_pid() as pid' }
    const { rows } = await one.query<{ pid: number }>(prepared)
    // The driver has the number that the connection began with, but does not declare it.
    const announced = 'processID' in one ? one.processID : null
    if (rows[0]?.pid === announced) return { pooler: false, keepsPrepared: true }
    // Of a pooler of transactions, this one is likely to take the connection that the statement was prepared on.
    await other.query('begin')
    await one.query(prepared)
    return { pooler: true, keepsPrepared: true }
  } catch (error) {
    if (!isMixedUp(error)) throw error
    return { pooler: true, keepsPrepared: false }
  } finally {
    // A transaction that was begun ends with its connection.
    await Promise.all([one.end(), other.end()])
  }
}

/** Whether a statement is not known that was prepared, or is known that was not: 26000 or 42P05. */
const isMixedUp = (error: unknown): boolean => ['26000', '42P05'].includes(codeOf(error))
