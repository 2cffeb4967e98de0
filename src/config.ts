import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { loadEnvFile } from 'node:process'

/** The limits of a deployment, shared by all its processes. */
export type LimitSettings = { perUser: number; signInsPerAccount: number; signInsPerAddress: number }

/** Everything that can be set from outside. This file alone reads the environment. */
export type Config = {
  port: number
  host: string
  /** null: a PostgreSQL of our own, with its data in dataDir */
  databaseUrl: string | null
  dataDir: string
  secret: string
  previousSecret: string | null
  /** Where a Better Auth front end lives; its /api/auth/jwks is trusted. No trailing slash. */
  authUrl: string | null
  corsOrigins: string[]
  logLevel: string
  /** How many proxies stand before the service, or which addresses they have; false for none. */
  trustProxy: number | string[] | false
  limits: LimitSettings
  /** Whether statements are prepared by name; PgBouncer before 1.21 does not take that. */
  preparedStatements: boolean
  /** How many requests may be worked on at once; more are refused with 503. */
  maxInFlight: number
  /** Whether npm started the process, which then ends with npm. */
  startedByNpm: boolean
}

/** A setting that cannot be used, and what to do about it, in one line. */
export class ConfigError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/**
 * Reads `.env`, if there is one, and the environment, which goes before it.
 * @throws ConfigError that names the variable, what is wrong with it and what it may be
 */
export function readConfig(): Config {
  if (existsSync('.env')) loadEnvFile('.env')
  return configOf(process.env)
}

/** Which service the commands that are its clients ask, and with what token, as far as the environment says. */
export function readTarget(): { url: string | null; token: string | null } {
  if (existsSync('.env')) loadEnvFile('.env')
  return { url: process.env['TASKPACT_URL']?.trim() || null, token: process.env['TASKPACT_TOKEN']?.trim() || null }
}

/** The configuration that an environment stands for. @throws ConfigError */
export function configOf(environment: Environment): Config {
  const get = (name: string): string | null => environment[name]?.trim() || null
  const databaseUrl = databaseUrlOf(get('DATABASE_URL'))
  const dataDir = resolve(get('DATA_DIR') ?? '.data')
  return {
    port: portOf(get('PORT')),
    host: get('HOST') ?? '127.0.0.1',
    databaseUrl,
    dataDir,
    secret: secretOf(get('BETTER_AUTH_SECRET'), databaseUrl, dataDir),
    previousSecret: longEnough('BETTER_AUTH_SECRET_PREVIOUS', get('BETTER_AUTH_SECRET_PREVIOUS')),
    authUrl: urlOf('BETTER_AUTH_URL', get('BETTER_AUTH_URL')),
    corsOrigins: originsOf(get('CORS_ORIGINS') ?? 'http://localhost:3000,http://localhost:5173'),
    logLevel: oneOf('LOG_LEVEL', get('LOG_LEVEL') ?? 'info', levels),
    trustProxy: proxiesOf(get('TRUST_PROXY')),
    limits: {
      perUser: countOf('REQUESTS_PER_MINUTE', get('REQUESTS_PER_MINUTE'), 6_000),
      signInsPerAccount: countOf('SIGN_INS_PER_ACCOUNT', get('SIGN_INS_PER_ACCOUNT'), 20),
      signInsPerAddress: countOf('SIGN_INS_PER_ADDRESS', get('SIGN_INS_PER_ADDRESS'), 300),
    },
    preparedStatements: oneOf('PREPARED_STATEMENTS', get('PREPARED_STATEMENTS') ?? 'on', ['on', 'off']) === 'on',
    maxInFlight: countOf('MAX_IN_FLIGHT', get('MAX_IN_FLIGHT'), 1_000),
    startedByNpm: ['start', 'npx'].includes(get('npm_lifecycle_event') ?? ''),
  }
}

function portOf(text: string | null): number {
  const port = Number(text ?? 8000)
  // Digits alone: Number would take 0x50 and 1e3 as well.
  if (!/^\d{1,5}$/.test(text ?? '8000') || port > 65_535) throw new ConfigError(`PORT is "${text}"; it has to be a number from 0 to 65535.`)
  return port
}

function countOf(name: string, text: string | null, fallback: number): number {
  const count = Number(text ?? fallback)
  if (!/^[1-9]\d{0,8}$/.test(text ?? '1')) {
    throw new ConfigError(`${name} is "${text}"; it has to be a whole number of 1 or more.`)
  }
  return count
}

function databaseUrlOf(text: string | null): string | null {
  if (text === null) return null
  if (!/^postgres(ql)?:\/\/[^\s]+$/.test(text) || !URL.canParse(text)) {
    throw new ConfigError('DATABASE_URL is not a PostgreSQL URL; it looks like postgresql://user:password@host:5432/database. Leave it out to run on an embedded PostgreSQL.')
  }
  return text
}

function longEnough(name: string, secret: string | null): string | null {
  if (secret !== null && Buffer.byteLength(secret) < 32) {
    throw new ConfigError(`${name} is ${Buffer.byteLength(secret)} bytes long; it needs 32 or more. Make one with: openssl rand -base64 32`)
  }
  return secret
}

function secretOf(text: string | null, databaseUrl: string | null, dataDir: string): string {
  const given = longEnough('BETTER_AUTH_SECRET', text)
  if (given !== null) return given
  if (databaseUrl !== null) {
    throw new ConfigError('BETTER_AUTH_SECRET is not set. With a DATABASE_URL it has to be: the secret your front end signs with, 32 bytes or more.')
  }
  return keptSecret(dataDir)
}

/** The secret of a service on its own database: made once, and kept beside the data for its owner alone. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
    chmodSync(file, 0o600)
    return longEnough(file, readFileSync(file, 'utf8').trim()) ?? ''
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`DATA_DIR: ${file} cannot be read or written (${error instanceof Error ? error.message : 'no reason given'}). Set DATA_DIR to a folder of your own.`)
  }
}

function urlOf(name: string, text: string | null): string | null {
  if (text === null) return null
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new ConfigError(`${name} is "${text}"; it has to be a URL such as https://app.example.com`)
  }
  return text.replace(/\/+$/, '')
}

function originsOf(text: string): string[] {
  const origins = text.split(',').map((origin) => origin.trim()).filter((origin) => origin !== '')
  for (const origin of origins) {
    if (origin !== '*' && (origin.includes('*') || !URL.canParse(origin) || new URL(origin).origin !== origin.replace(/\/$/, ''))) {
      throw new ConfigError(`CORS_ORIGINS holds "${origin}"; it has to be origins such as https://app.example.com, separated by commas, or *.`)
    }
  }
  return origins.map((origin) => origin.replace(/\/$/, ''))
}

function oneOf(name: string, text: string, known: string[]): string {
  if (!known.includes(text)) throw new ConfigError(`${name} is "${text}"; it has to be one of ${known.join(', ')}.`)
  return text
}

function proxiesOf(text: string | null): Config['trustProxy'] {
  if (text === null || text === 'false') return false
  if (/^\d{1,2}$/.test(text)) return Number(text)
  const proxies = text.split(',').map((proxy) => proxy.trim())
  const isProxy = (proxy: string): boolean => ['loopback', 'linklocal', 'uniquelocal'].includes(proxy) || isAddressRange(proxy)
  if (!proxies.every(isProxy)) {
    throw new ConfigError(`TRUST_PROXY is "${text}"; it has to be a number of proxies, or their addresses (10.0.0.0/8, loopback, …), separated by commas.`)
  }
  return proxies
}

/** An address, or a range of them such as 10.0.0.0/8. */
function isAddressRange(text: string): boolean {
  const [address = '', bits = '1', ...rest] = text.split('/')
  const family = isIP(address)
  return family !== 0 && rest.length === 0 && /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)
}
