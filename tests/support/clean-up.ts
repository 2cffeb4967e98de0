import { pino } from 'pino'
import { deleteExpired } from '../../src/database/cleanup.ts'
import { connect } from '../../src/database/pool.ts'
import type { TestDatabase } from './database.ts'
import { settingsFor } from './service.ts'

/** Removes what has expired or was deleted, as the service does every minute. */
export async function cleanUp(database: TestDatabase): Promise<void> {
  const log = pino({ level: 'silent' })
  const connections = connect(settingsFor(database.serviceUrl), log)
  try {
    await deleteExpired(connections, log)
  } finally {
    await connections.close()
  }
}
