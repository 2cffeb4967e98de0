import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { databaseSettingsOf, locationOf, replicasOf } from './database.ts'
import { hostsOf, metricsOf, originsOf, proxiesOf } from './network.ts'
import { generatedSecret, secretOf } from './secret.ts'
import { brokerOf, mailOf, tracingOf } from './servers.ts'
import { ConfigError } from './settings.ts'
import type { Config, DatabaseLocation, MailSettings, Quotas } from './settings.ts'
import { baseUrlOf, countOf, listOf, longEnough, oneOf, portOf, urlOf } from './values.ts'
import type { Get } from './values.ts'

type Environment = Readonly<Record<string, string | undefined>>

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** What `.env` in the current folder sets, if there is one. */
const settingsFile = (): Environment => (existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {})

/**
 * The configuration of a server: from `.env`, if there is one, and from the environment, which goes before it. Of the file only the
 * settings below count: whatever else it names does not reach the environment, where Node would act on it.
 * @throws ConfigError that names the variable, what is wrong with it and what it may be
 */
export function readConfig(): Config {
  return configOf(process.env, settingsFile())
}

/**
 * The settings as a service would take them, for a command that only looks: for the embedded database, it generates no secret.
 * @throws ConfigError
 */
export function readWithoutSecret(): Config {
  const file = settingsFile()
  const isEmbedded = locationOf(reader(process.env, file)).databaseUrl === null
  return configOf(process.env, isEmbedded ? { BETTER_AUTH_SECRET: 'it is generated as a service starts', ...file } : file)
}

/**
 * Where the database is, from `.env` and the environment, for commands that copy it. It generates no secret.
 * @throws ConfigError
 */
export function readLocation(): DatabaseLocation {
  return locationOf(reader(process.env, settingsFile()))
}

/** What the operator's commands are told: where the database is, what users may have, and where the links of mails lead. */
export type OperatorSettings = DatabaseLocation &
  Pick<Config, 'replicas' | 'quotas' | 'preparedStatements' | 'changesKeptDays' | 'readTimeoutMs' | 'writeTimeoutMs'> &
  Pick<MailSettings, 'appUrl'> & {
    /** null: it is not known */
    secret: string | null
  }

/**
 * The settings of the operator's commands, from `.env` and the environment. They need no secret, so it generates none.
 * @throws ConfigError
 */
export function readOperatorSettings(): OperatorSettings {
  const get = reader(process.env, settingsFile())
  const location = locationOf(get)
  return {
    ...{ ...location, ...databaseSettingsOf(get), replicas: replicasOf(get), quotas: quotasOf(get), appUrl: mailOf(get, location.dataDir).appUrl },
    secret: get('BETTER_AUTH_SECRET') ?? generatedSecret(location),
  }
}

/** The environment of PostgreSQL's client programs: ours, as they may be given a password or certificates there, in one language. */
export const clientEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C' })

/**
 * The secret that tokens are signed with, for a command that is no server. It reads the environment alone, as a folder may be someone
 * else's.
 * @throws ConfigError
 */
export function readSecret(): string {
  if (!process.env['BETTER_AUTH_SECRET']?.trim() && existsSync('.env')) {
    throw new ConfigError('BETTER_AUTH_SECRET is not set, and .env is read by servers alone. Set it, such as with: set -a; . ./.env')
  }
  return configOf(process.env).secret
}

/** Which service the commands that are its clients ask, and with what token, as far as the environment says. They read no `.env`. */
export function readTarget(): { url: string | null; token: string | null } {
  return { url: process.env['TASKPACT_URL']?.trim() || null, token: process.env['TASKPACT_TOKEN']?.trim() || null }
}

/**
 * Parses the configuration from an environment.
 * @param file settings of a file, for those that the environment does not have
 * @throws ConfigError
 */
export function configOf(environment: Environment, file: Environment = {}): Config {
  const get = reader(environment, file)
  const { databaseUrl, dataDir } = locationOf(get)
  const host = get('HOST') ?? '127.0.0.1'
  return {
    port: portOf('PORT', get('PORT') ?? '8000'),
    host,
    databaseUrl,
    dataDir,
    replicas: replicasOf(get),
    secret: secretOf(get('BETTER_AUTH_SECRET'), databaseUrl, dataDir),
    previousSecret: longEnough('BETTER_AUTH_SECRET_PREVIOUS', get('BETTER_AUTH_SECRET_PREVIOUS')),
    authUrl: urlOf('BETTER_AUTH_URL', get('BETTER_AUTH_URL')),
    publicUrl: baseUrlOf('PUBLIC_URL', get('PUBLIC_URL')),
    issuers: listOf(get('TOKEN_ISSUERS') ?? ''),
    audiences: listOf(get('TOKEN_AUDIENCES') ?? ''),
    corsOrigins: originsOf(get('CORS_ORIGINS'), host),
    logLevel: oneOf('LOG_LEVEL', get('LOG_LEVEL') ?? 'info', levels),
    trustProxy: proxiesOf(get('TRUST_PROXY')),
    limits: {
      perUser: countOf('REQUESTS_PER_MINUTE', get('REQUESTS_PER_MINUTE'), 6_000),
      signInsPerAccount: countOf('SIGN_INS_PER_ACCOUNT', get('SIGN_INS_PER_ACCOUNT'), 20),
      signInsPerAddress: countOf('SIGN_INS_PER_ADDRESS', get('SIGN_INS_PER_ADDRESS'), 300),
    },
    quotas: quotasOf(get),
    ownAccounts: oneOf('OWN_ACCOUNTS', get('OWN_ACCOUNTS') ?? 'on', ['on', 'off']) === 'on',
    mail: mailOf(get, dataDir),
    metrics: metricsOf(get('METRICS_PORT'), get('METRICS_TOKEN')),
    tracing: tracingOf(get),
    ...databaseSettingsOf(get),
    sessionMaxDays: countOf('SESSION_MAX_DAYS', get('SESSION_MAX_DAYS'), 90, 3_650),
    maxInFlight: countOf('MAX_IN_FLIGHT', get('MAX_IN_FLIGHT'), 1_000),
    maxStreams: countOf('MAX_STREAMS', get('MAX_STREAMS'), 5_000),
    concurrentPerUser: countOf('CONCURRENT_REQUESTS_PER_USER', get('CONCURRENT_REQUESTS_PER_USER'), 2),
    outboundAllowedHosts: hostsOf(get('OUTBOUND_ALLOWED_HOSTS')),
    events: brokerOf(get('EVENTS_URL')),
    startedByNpm: ['start', 'npx'].includes(environment['npm_lifecycle_event'] ?? ''),
  }
}

const reader =
  (environment: Environment, file: Environment): Get =>
  (name) =>
    (environment[name] ?? file[name])?.trim() || null

const quotasOf = (get: Get): Quotas => ({
  tasks: countOf('MAX_TASKS_PER_USER', get('MAX_TASKS_PER_USER'), 100_000),
  lists: countOf('MAX_LISTS_PER_USER', get('MAX_LISTS_PER_USER'), 1_000),
  tags: countOf('MAX_TAGS_PER_USER', get('MAX_TAGS_PER_USER'), 10_000),
  bytes: countOf('MAX_BYTES_PER_USER', get('MAX_BYTES_PER_USER'), 100_000_000),
  sessions: countOf('MAX_SESSIONS_PER_USER', get('MAX_SESSIONS_PER_USER'), 100),
  occurrences: countOf('MAX_OCCURRENCES_PER_TASK', get('MAX_OCCURRENCES_PER_TASK'), 1_000),
})
