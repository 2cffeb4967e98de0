import { isIP } from 'node:net'
import type { Config } from '../../config/settings.ts'
import { finding, ok } from './finding.ts'
import type { Finding } from './finding.ts'

const check = 'settings'

/** Settings that are dangerous in production. No finding has a secret. */
export function examineSettings(config: Config): Finding[] {
  const findings = [
    ...(isLoopback(config.host) ? [] : openToOthers(config)),
    ...(config.databaseUrl === null ? [] : withServer(config, config.databaseUrl)),
    ...unencrypted(config),
    ...(config.outboundAllowedHosts.length > 0
      ? [warn(`OUTBOUND_ALLOWED_HOSTS lets users send requests to ${config.outboundAllowedHosts.join(', ')}`, 'Keep to it the hosts that users may reach.')]
      : []),
    ...(['fatal', 'silent'].includes(config.logLevel) ? [warn(`LOG_LEVEL is ${config.logLevel}`, 'Failures are not logged. Set it to info.')] : []),
    ...(config.previousSecret === null
      ? []
      : [
          warn(
            'BETTER_AUTH_SECRET_PREVIOUS is set',
            'Remove it once all tokens that it has signed are invalid: 90 days after the rotation, or SESSION_MAX_DAYS.',
          ),
        ]),
  ]
  return findings.length > 0 ? findings : [ok(check, 'nothing dangerous')]
}

const warn = (found: string, advice: string): Finding => finding(check, 'warn', found, advice)

function openToOthers({ metrics, corsOrigins, trustProxy }: Config): Finding[] {
  return [
    ...(metrics.token === null && metrics.port === null
      ? [warn('/metrics is open to everybody who reaches HOST', 'Set METRICS_TOKEN, or METRICS_PORT to a port that only Prometheus reaches.')]
      : []),
    ...(corsOrigins.includes('*') ? [warn('CORS_ORIGINS allows every web page', 'List the origins of your front ends.')] : []),
    ...(trustProxy === false
      ? [
          warn(
            'TRUST_PROXY is not set',
            'With a proxy in front, all of its clients share the limits of one address: set it to the number of proxies. Without one, requests are not encrypted.',
          ),
        ]
      : []),
  ]
}

function withServer({ ownAccounts, mail }: Config, databaseUrl: string): Finding[] {
  return [
    ...(ownAccounts && mail.smtp === null ? [warn('SMTP_URL is not set', 'Mails are written to files and reach nobody: set it, or OWN_ACCOUNTS=off.')] : []),
    ...(asksForEncryption(databaseUrl)
      ? []
      : [warn('DATABASE_URL does not ask for encryption', 'Add sslmode=verify-full, unless the network to the database is private.')]),
  ]
}

/** What is sent to other machines without encryption. */
function unencrypted({ replicas, events, mail: { smtp }, tracing }: Config): Finding[] {
  return [
    ...(replicas.urls.every(asksForEncryption)
      ? []
      : [warn('DATABASE_REPLICA_URLS does not ask for encryption', 'Add sslmode=verify-full to each, unless the network to the replicas is private.')]),
    ...(events === null || events.secure || isLoopback(events.host)
      ? []
      : [warn('EVENTS_URL does not ask for encryption', 'Use tls://, unless the network to the broker is private: the changes of all users are sent there.')]),
    // With a password, TLS is required anyway.
    ...(smtp === null || smtp.secure || smtp.isLocal || smtp.credentials !== null
      ? []
      : [warn('SMTP_URL does not require encryption', 'Use smtps://, unless the network to the mail server is private: mails have links that sign in.')]),
    ...(tracing === null || tracing.url.startsWith('https:') || isLoopback(new URL(tracing.url).hostname)
      ? []
      : [warn('OTEL_EXPORTER_OTLP_ENDPOINT is not encrypted', 'Use https://, unless the network to the collector is private.')]),
  ]
}

function asksForEncryption(databaseUrl: string): boolean {
  const { hostname, searchParams } = new URL(databaseUrl)
  const modes = ['require', 'verify-ca', 'verify-full', 'no-verify']
  return hostname === '' || isLoopback(hostname) || modes.includes(searchParams.get('sslmode') ?? '')
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))
