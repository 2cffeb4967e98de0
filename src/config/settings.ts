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

/** Everything that can be set from outside. read.ts alone reads the environment. */
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
