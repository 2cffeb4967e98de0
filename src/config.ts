import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'

/** The limits of a deployment, shared by all its processes. */
export type LimitSettings = {
  perUser: number
  /** Database time that counts as one more request, in milliseconds; 100 by default. */
  databaseMsPerRequest?: number
  signInsPerAccount: number
  signInsPerAddress: number
}

/** Where the replicas of the database are, and by how much one that is read may lag. */
export type ReplicaSettings = { urls: readonly string[]; maxLagMs: number }

/** How much of each thing a user may have. */
export type Quotas = { tasks: number; lists: number; tags: number; bytes: number; sessions: number; occurrences: number }

/** A server that mails are sent by. */
export type SmtpServer = {
  host: string
  port: number
  /** Whether the connection is TLS from its first byte, rather than by STARTTLS. */
  secure: boolean
  /** Whether it is this machine, so that nobody listens on the way. */
  isLocal: boolean
  credentials: { user: string; pass: string } | null
}

/** How mails are sent, and where their links lead. */
export type MailSettings = {
  /** null: each mail is written to a file in the folder */
  smtp: SmtpServer | null
  folder: string
  from: { name: string; address: string }
  /** The URL of the front end, without a trailing slash. */
  appUrl: string
}

/** The NATS server that changes are published to. */
export type BrokerSettings = {
  host: string
  port: number
  /** Whether the connection has to be TLS. */
  secure: boolean
  credentials: { user: string; pass: string } | { token: string } | null
}

/** Where traces are sent, what they say of this service, and which are recorded. */
export type TracingSettings = {
  /** The collector's address for traces, with its path. */
  url: string
  headers: Record<string, string>
  service: string
  /** What else is known of the process that sends them. */
  attributes: Record<string, string>
  sampler: { name: string; ratio: number }
  /** How long a trace waits for others to be sent with. */
  delayMs: number
}

/** Everything that can be set from outside. This file alone reads the environment. */
export type Config = {
  port: number
  host: string
  /** null: a PostgreSQL of our own, with its data in dataDir */
  databaseUrl: string | null
  dataDir: string
  replicas: ReplicaSettings
  secret: string
  previousSecret: string | null
  /** URL of the Better Auth front end, without a trailing slash; its /api/auth/jwks is trusted. */
  authUrl: string | null
  /** The URL of this service as its clients know it, without a trailing slash; OAuth tokens are issued for it. */
  publicUrl: string | null
  /** The values of `iss` that tokens signed with the secret may have. */
  issuers: string[]
  /** The values of `aud` that mean this service, besides the URL of the front end. */
  audiences: string[]
  /** The origins of front ends; 'loopback' for all on this machine, over http. */
  corsOrigins: string[] | 'loopback'
  logLevel: string
  /** The number of proxies in front of the service, or their addresses; false for none. */
  trustProxy: number | string[] | false
  limits: LimitSettings
  quotas: Quotas
  /** Whether people register and sign in here; if not, only a front end's Better Auth server keeps accounts. */
  ownAccounts: boolean
  mail: MailSettings
  /** Where and to whom metrics are served; null for the service's own port, and for everybody. */
  metrics: { port: number | null; token: string | null }
  /** null: no traces are recorded */
  tracing: TracingSettings | null
  /** Whether statements are prepared by name; PgBouncer before 1.21 does not take that. */
  preparedStatements: boolean
  /** In how many days a session ends, however often it is refreshed. */
  sessionMaxDays: number
  /** For how many days changes are recorded. */
  changesKeptDays: number
  /** The maximum number of concurrent requests; more get 503. */
  maxInFlight: number
  /** The maximum number of open streams and long polls; more get 503. */
  maxStreams: number
  /** The maximum number of concurrent requests of one user; half of them may be writes, and half costly reads. */
  concurrentPerUser: number
  /** The timeout of a statement of a read or batch. */
  readTimeoutMs: number
  /** The timeout of a statement of a write, in milliseconds. */
  writeTimeoutMs: number
  /** The hosts, by name or address, that requests of the service reach though they are private, at any port and by plain HTTP. */
  outboundAllowedHosts: string[]
  /** null: changes are not published */
  events: BrokerSettings | null
  /** Whether npm started the process; then it ends with npm. */
  startedByNpm: boolean
}

/** Where the database is, as far as commands need to know that do not serve. */
export type DatabaseLocation = Pick<Config, 'databaseUrl' | 'dataDir'>

/** An invalid setting: what is wrong, and what to do, in one line. */
export class ConfigError extends Error {}

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

/** The secret that a service on the embedded database has generated; null if there is none. */
function generatedSecret({ databaseUrl, dataDir }: DatabaseLocation): string | null {
  const file = join(dataDir, 'secret')
  return databaseUrl === null && existsSync(file) ? readFileSync(file, 'utf8').trim() : null
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

type Get = (name: string) => string | null

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

const databaseSettingsOf = (get: Get): Pick<Config, 'preparedStatements' | 'changesKeptDays' | 'readTimeoutMs' | 'writeTimeoutMs'> => ({
  preparedStatements: oneOf('PREPARED_STATEMENTS', get('PREPARED_STATEMENTS') ?? 'on', ['on', 'off']) === 'on',
  changesKeptDays: countOf('CHANGES_KEPT_DAYS', get('CHANGES_KEPT_DAYS'), 90, 3_650),
  readTimeoutMs: countOf('READ_TIMEOUT_MS', get('READ_TIMEOUT_MS'), 1_000),
  writeTimeoutMs: countOf('WRITE_TIMEOUT_MS', get('WRITE_TIMEOUT_MS'), 5_000),
})

const locationOf = (get: Get): DatabaseLocation => ({ databaseUrl: databaseUrlOf(get('DATABASE_URL')), dataDir: resolve(get('DATA_DIR') ?? '.data') })

function portOf(name: string, text: string): number {
  const port = Number(text)
  // Digits alone: Number would take 0x50 and 1e3 as well.
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new ConfigError(`${name} is "${text}"; it must be a number from 0 to 65535.`)
  return port
}

function metricsOf(port: string | null, token: string | null): Config['metrics'] {
  if (token !== null && !/^[\x21-\x7e]{16,}$/.test(token)) {
    throw new ConfigError('METRICS_TOKEN must be 16 characters or more, without spaces. Generate one with: openssl rand -hex 32')
  }
  return { port: port === null ? null : portOf('METRICS_PORT', port), token }
}

const samplers = ['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio']

/** How traces are sent, by the names of OpenTelemetry's specification. */
function tracingOf(get: Get): TracingSettings | null {
  const endpoint = baseUrlOf('OTEL_EXPORTER_OTLP_ENDPOINT', get('OTEL_EXPORTER_OTLP_ENDPOINT'))
  if (endpoint === null) return null
  const attributes = pairsOf('OTEL_RESOURCE_ATTRIBUTES', get('OTEL_RESOURCE_ATTRIBUTES'))
  return {
    url: `${endpoint}/v1/traces`,
    headers: pairsOf('OTEL_EXPORTER_OTLP_HEADERS', get('OTEL_EXPORTER_OTLP_HEADERS')),
    service: get('OTEL_SERVICE_NAME') ?? attributes['service.name'] ?? 'taskpact',
    attributes,
    sampler: {
      name: oneOf('OTEL_TRACES_SAMPLER', get('OTEL_TRACES_SAMPLER') ?? 'parentbased_always_on', samplers),
      ratio: ratioOf('OTEL_TRACES_SAMPLER_ARG', get('OTEL_TRACES_SAMPLER_ARG') ?? '1'),
    },
    delayMs: countOf('OTEL_BSP_SCHEDULE_DELAY', get('OTEL_BSP_SCHEDULE_DELAY'), 5_000, 60_000),
  }
}

/** Comma-separated pairs such as `key=value`, with percent-encoded values. Its value is shown in no message, as it may have a password. */
function pairsOf(name: string, text: string | null): Record<string, string> {
  const pairs = listOf(text ?? '').map((item): [string, string] => {
    const [, key = '', value = ''] = /^([\w.\-/]+)\s*=\s*([\x21-\x7e]*)$/.exec(item) ?? []
    try {
      if (key !== '') return [key, decodeURIComponent(value)]
    } catch {
      // A stray %, which the message below covers.
    }
    throw new ConfigError(`${name} must be comma-separated pairs such as key=value, with percent-encoded values.`)
  })
  return Object.fromEntries(pairs)
}

function ratioOf(name: string, text: string): number {
  if (!/^(0(\.\d+)?|1(\.0+)?)$/.test(text)) throw new ConfigError(`${name} is "${text}"; it must be a number from 0 to 1, such as 0.1.`)
  return Number(text)
}

function countOf(name: string, text: string | null, fallback: number, most = Infinity): number {
  const count = Number(text ?? fallback)
  if (!/^[1-9]\d{0,8}$/.test(text ?? '1') || count > most) {
    throw new ConfigError(`${name} is "${text}"; it must be an integer ${most < Infinity ? `from 1 to ${most}` : 'of 1 or more'}.`)
  }
  return count
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

function replicasOf(get: Get): ReplicaSettings {
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

function longEnough(name: string, secret: string | null): string | null {
  if (secret !== null && Buffer.byteLength(secret) < 32) {
    throw new ConfigError(`${name} is ${Buffer.byteLength(secret)} bytes long; it must be at least 32. Generate one with: openssl rand -base64 32`)
  }
  return secret
}

function secretOf(text: string | null, databaseUrl: string | null, dataDir: string): string {
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

function urlOf(name: string, text: string | null): string | null {
  if (text === null) return null
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new ConfigError(`${name} is "${text}"; it must be a URL such as https://app.example.com`)
  }
  return text.replace(/\/+$/, '')
}

function mailOf(get: Get, dataDir: string): MailSettings {
  const smtp = smtpOf(get('SMTP_URL'))
  const needed = (name: string, example: string): string | null => {
    if (smtp === null || get(name) !== null) return get(name)
    throw new ConfigError(`${name} is not set. SMTP_URL requires it: ${example}`)
  }
  return {
    smtp,
    folder: join(dataDir, 'mail'),
    from: senderOf(needed('MAIL_FROM', 'the sender of mails, such as Taskpact <tasks@example.com>.') ?? 'Taskpact <taskpact@localhost>'),
    appUrl:
      baseUrlOf('APP_URL', needed('APP_URL', 'the URL of your front end, such as https://app.example.com. Links in mails lead there.')) ??
      'http://localhost:3000',
  }
}

/** The server that a URL names. Its value is shown in no message, as it may have a password. */
function smtpOf(text: string | null): SmtpServer | null {
  if (text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '' || !/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    throw new ConfigError('SMTP_URL is not a URL such as smtp://user:password@smtp.example.com:587, or smtps://… for TLS from the start.')
  }
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return {
    ...{ host, secure, isLocal: loopbackHost.test(host) },
    port: Number(url.port) || (secure ? 465 : 587),
    credentials: url.username === '' ? null : { user: decoded('SMTP_URL', url.username), pass: decoded('SMTP_URL', url.password) },
  }
}

/** The broker that a URL names. Its value is shown in no message, as it may have a password. */
function brokerOf(text: string | null): BrokerSettings | null {
  if (text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^(nats|tls):$/.test(url.protocol) || url.hostname === '' || !/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    throw new ConfigError('EVENTS_URL is not a URL such as nats://user:password@nats.example.com:4222, or tls://… for TLS.')
  }
  const [user, pass] = [url.username, url.password].map((part) => decoded('EVENTS_URL', part))
  return {
    ...{ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || 4222, secure: url.protocol === 'tls:' },
    // As in NATS itself, a user without a password is a token.
    credentials: !user ? null : pass ? { user, pass } : { token: user },
  }
}

function decoded(name: string, part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new ConfigError(`${name} has a user or password with a stray %. Write it as %25.`)
  }
}

function senderOf(text: string): MailSettings['from'] {
  const [, name = '', address = text] = /^([^<>"\p{Cc}]{0,100}?)\s*<([^<>]*)>$/u.exec(text) ?? []
  if (!/^[^\s<>@",;:]{1,64}@[^\s<>@",;:]{1,190}$/.test(address)) {
    throw new ConfigError(`MAIL_FROM is "${text}"; it must be an address, or a name and an address such as Taskpact <tasks@example.com>.`)
  }
  return { name, address }
}

function baseUrlOf(name: string, text: string | null): string | null {
  const url = urlOf(name, text)
  if (url !== null && (/[?#]/.test(url) || new URL(url).username !== ''))
    throw new ConfigError(`${name} is "${text}"; it must have no query, fragment or user.`)
  return url
}

/** The items of a comma-separated list. */
const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')

/** The hosts that only this machine reaches. */
const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|::1)$/i

function originsOf(text: string | null, host: string): Config['corsOrigins'] {
  if (text === null && loopbackHost.test(host)) return 'loopback'
  const origins = listOf(text ?? 'http://localhost:3000,http://localhost:5173')
  for (const origin of origins) {
    if (origin !== '*' && (origin.includes('*') || !URL.canParse(origin) || new URL(origin).origin !== origin.replace(/\/$/, ''))) {
      throw new ConfigError(`CORS_ORIGINS contains "${origin}"; it must be comma-separated origins such as https://app.example.com, or *.`)
    }
  }
  return origins.map((origin) => origin.replace(/\/$/, ''))
}

function hostsOf(text: string | null): string[] {
  const hosts = listOf(text ?? '')
  for (const host of hosts) {
    const url = `http://${isIP(host) === 6 ? `[${host}]` : host}`
    // As a request spells it: 0x7f.1 would be 127.0.0.1 there, and never match.
    if (!/^[\w.:-]+$/.test(host) || !URL.canParse(url) || new URL(url).host !== url.slice(7).toLowerCase() || new URL(url).port !== '') {
      throw new ConfigError(`OUTBOUND_ALLOWED_HOSTS contains "${host}"; it must be comma-separated hosts such as hooks.internal or 10.0.0.7, without ports.`)
    }
  }
  return hosts
}

function oneOf(name: string, text: string, known: string[]): string {
  if (!known.includes(text)) throw new ConfigError(`${name} is "${text}"; it must be one of ${known.join(', ')}.`)
  return text
}

function proxiesOf(text: string | null): Config['trustProxy'] {
  if (text === null || text === 'false') return false
  if (/^\d{1,2}$/.test(text)) return Number(text)
  const proxies = text.split(',').map((proxy) => proxy.trim())
  const isProxy = (proxy: string): boolean => ['loopback', 'linklocal', 'uniquelocal'].includes(proxy) || isAddressRange(proxy)
  if (!proxies.every(isProxy)) {
    throw new ConfigError(`TRUST_PROXY is "${text}"; it must be a number of proxies, or their comma-separated addresses (10.0.0.0/8, loopback, …).`)
  }
  return proxies
}

/** An address, or a range such as 10.0.0.0/8. */
function isAddressRange(text: string): boolean {
  const [address = '', bits = '1', ...rest] = text.split('/')
  const family = isIP(address)
  return family !== 0 && rest.length === 0 && /^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)
}
