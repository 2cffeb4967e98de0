import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './settings.ts'
import type { DatabaseLocation } from './settings.ts'
import { longEnough } from './values.ts'

/**
 * The secret that tokens are signed with: the one given or, on the embedded database, one that is generated.
 * @throws ConfigError if it is too short, or missing, or cannot be kept
 */
export function secretOf(text: string | null, databaseUrl: string | null, dataDir: string): string {
  const given = longEnough('BETTER_AUTH_SECRET', text)
  if (given !== null) return given
  if (databaseUrl !== null) {
    throw new ConfigError('BETTER_AUTH_SECRET is not set. DATABASE_URL requires it: the secret your front end signs with, 32 bytes or more.')
  }
  return keptSecret(dataDir)
}

/** The secret of a service on the embedded database: generated once, and stored next to the data, readable only by its owner. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
    chmodSync(file, 0o600)
    return longEnough(file, readFileSync(file, 'utf8').trim()) ?? ''
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(
      `DATA_DIR: ${file} cannot be read or written (${error instanceof Error ? error.message : 'no reason given'}). Set DATA_DIR to a folder of your own.`,
    )
  }
}

/** The secret that a service on the embedded database has generated; null if there is none. */
export function generatedSecret({ databaseUrl, dataDir }: DatabaseLocation): string | null {
  const file = join(dataDir, 'secret')
  return databaseUrl === null && existsSync(file) ? readFileSync(file, 'utf8').trim() : null
}
