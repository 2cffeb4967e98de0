import { isIP } from 'node:net'
import { ConfigError } from './settings.ts'
import type { Config } from './settings.ts'
import { listOf, loopbackHost, portOf } from './values.ts'

/** @throws ConfigError for what is no origin */
export function originsOf(text: string | null, host: string): Config['corsOrigins'] {
  if (text === null && loopbackHost.test(host)) return 'loopback'
  const origins = listOf(text ?? 'http://localhost:3000,http://localhost:5173')
  for (const origin of origins) {
    if (origin !== '*' && (origin.includes('*') || !URL.canParse(origin) || new URL(origin).origin !== origin.replace(/\/$/, ''))) {
      throw new ConfigError(`CORS_ORIGINS contains "${origin}"; it must be comma-separated origins such as https://app.example.com, or *.`)
    }
  }
  return origins.map((origin) => origin.replace(/\/$/, ''))
}

/** @throws ConfigError for what is no host as a request spells it */
export function hostsOf(text: string | null): string[] {
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

/** @throws ConfigError for what is neither a number nor addresses */
export function proxiesOf(text: string | null): Config['trustProxy'] {
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

/** @throws ConfigError for what is no port, and for a token that is easily guessed */
export function metricsOf(port: string | null, token: string | null): Config['metrics'] {
  if (token !== null && !/^[\x21-\x7e]{16,}$/.test(token)) {
    throw new ConfigError('METRICS_TOKEN must be 16 characters or more, without spaces. Generate one with: openssl rand -hex 32')
  }
  return { port: port === null ? null : portOf('METRICS_PORT', port), token }
}
