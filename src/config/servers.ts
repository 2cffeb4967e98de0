import { join } from 'node:path'
import { ConfigError } from './settings.ts'
import type { BrokerSettings, MailSettings, SmtpServer, TracingSettings } from './settings.ts'
import { baseUrlOf, countOf, decoded, loopbackHost, oneOf, pairsOf, ratioOf } from './values.ts'
import type { Get } from './values.ts'

/** @throws ConfigError, also for what a mail server requires */
export function mailOf(get: Get, dataDir: string): MailSettings {
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

function senderOf(text: string): MailSettings['from'] {
  const [, name = '', address = text] = /^([^<>"\p{Cc}]{0,100}?)\s*<([^<>]*)>$/u.exec(text) ?? []
  if (!/^[^\s<>@",;:]{1,64}@[^\s<>@",;:]{1,190}$/.test(address)) {
    throw new ConfigError(`MAIL_FROM is "${text}"; it must be an address, or a name and an address such as Taskpact <tasks@example.com>.`)
  }
  return { name, address }
}

/** The broker that a URL names. Its value is shown in no message, as it may have a password. */
export function brokerOf(text: string | null): BrokerSettings | null {
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

const samplers = ['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio']

/** How traces are sent, by the names of OpenTelemetry's specification. */
export function tracingOf(get: Get): TracingSettings | null {
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
