import { pino } from 'pino'
import { expect, test } from 'vitest'
import { connect } from '../../src/database/pool.ts'
import { createDatabase } from '../support/database.ts'
import { settingsFor } from '../support/service.ts'

test('the connections are closed, although a statement is never answered', async () => {
  const database = await createDatabase('nothing')
  try {
    const connections = connect(settingsFor(database.url), pino({ level: 'silent' }))
    const outcome = connections.alone([
      { name: '', text: 'set statement_timeout = 0', values: [] },
      { name: '', text: 'select pg_sleep(3600)', values: [] },
    ])
    await connections.close()
    expect((await outcome).failure).toBeInstanceOf(Error)
  } finally {
    await database.drop()
  }
})
