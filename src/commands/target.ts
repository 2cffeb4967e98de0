import { ConfigError } from '../config/settings.ts'

/** The URL of a service, without a trailing slash. @throws ConfigError */
export function serviceUrl(url: string): string {
  if (/^https?:\/\/[^\s@?#]+$/i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '')
  throw new ConfigError(`The URL is "${url}"; it must be that of a service, such as https://tasks.example.com.`)
}

/** A bearer token. @throws ConfigError */
export function bearerToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new ConfigError('The token is invalid: a token has no spaces and only ASCII characters.')
}
