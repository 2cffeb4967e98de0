import { resolve } from 'node:path'
import { ConfigError } from './settings.ts'
import type { Config, DatabaseLocation, ReplicaSettings } from './settings.ts'
import { countOf, listOf, oneOf } from './values.ts'
import type { Get } from './values.ts'

/** @throws ConfigError */
export const locationOf = (get: Get): DatabaseLocation => ({ databaseUrl: databaseUrlOf(get('DATABASE_URL')), dataDir: resolve(get('DATA_DIR') ?? '.data') })

/** @throws ConfigError */
export const databaseSettingsOf = (get: Get): Pick<Config, 'preparedStatements' | 'changesKeptDays' | 'readTimeoutMs' | 'writeTimeoutMs'> => ({
  preparedStatements: oneOf('PREPARED_STATEMENTS', get('PREPARED_STATEMENTS') ?? 'on', ['on', 'off']) === 'on',
  changesKeptDays: countOf('CHANGES_KEPT_DAYS', get('CHANGES_KEPT_DAYS'), 90, 3_650),
  readTimeoutMs: countOf('READ_TIMEOUT_MS', get('READ_TIMEOUT_MS'), 1_000),
  writeTimeoutMs: countOf('WRITE_TIMEOUT_MS', get('WRITE_TIMEOUT_MS'), 5_000),
})

/** @throws ConfigError for what is not a list of URLs, and without a primary */
export function replicasOf(get: Get): ReplicaSettings {
  const urls = listOf(get('DATABASE_REPLICA_URLS') ?? '')
  // A URL has a password, so the message does not repeat it.
  if (!urls.every(isPostgresUrl)) {
    throw new ConfigError(
      'DATABASE_REPLICA_URLS is not a list of PostgreSQL URLs such as postgresql://user:password@replica:5432/database, with commas between.',
    )
  }
  if (urls.length > 0 && get('DATABASE_URL') === null)
    throw new ConfigError('DATABASE_URL is not set. DATABASE_REPLICA_URLS requires it: the URL of the primary.')
  return { urls, maxLagMs: countOf('REPLICA_MAX_LAG_MS', get('REPLICA_MAX_LAG_MS'), 1_000, 10_000) }
}

const isPostgresUrl = (text: string): boolean => /^postgres(ql)?:\/\/[^\s]+$/.test(text) && URL.canParse(text)

function databaseUrlOf(text: string | null): string | null {
  if (text === null) return null
  if (!isPostgresUrl(text)) {
    throw new ConfigError(
      'DATABASE_URL is not a PostgreSQL URL such as postgresql://user:password@host:5432/database. Omit it to run on the embedded PostgreSQL.',
    )
  }
  return text
}
