import { eventStreamType } from '../contract/response.ts'
import type { Declared } from './declared.ts'
import { Fault } from './outcome.ts'
import type { TestUser } from './people.ts'

/** A request as plain data: a check changes a part of it and sends it. */
export type Request = {
  operation: Declared
  /** The user whose token is sent; null for none. */
  who: TestUser | null
  params: Record<string, string | number>
  query: [name: string, value: string][]
  headers: Record<string, string>
  /** The JSON body; undefined for none. */
  body: Record<string, unknown> | undefined
  /** A raw body, sent instead. */
  text?: string
  /** Overrides the operation's method and path. */
  method?: string
  path?: string
}

/** A response as received. */
export type Answer = { status: number; headers: Headers; text: string; json: unknown }

/** The timeout of a response. */
const patience = 30_000

/** The path and query of a request. */
export function targetOf({ operation, params, query, path }: Request): string {
  const filled = path ?? operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? 'me'))
  return query.length === 0 ? filled : `${filled}?${new URLSearchParams(query).toString()}`
}

/** Describes a request, without its token. */
export const describe = (request: Request): string => {
  const { operation, method = operation.method, headers, who } = request
  const sent = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${targetOf(request)}`, ...(who ? [] : ['without a token']), ...sent]
    .map((part) => (part.length > 200 ? `${part.slice(0, 200)}…` : part))
    .join(', ')
}

/** Sends a request. @throws Fault if there is no response */
export async function send(url: string, request: Request): Promise<Answer> {
  const { operation, method = operation.method, who, headers, body, text: raw } = request
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  try {
    const response = await fetch(url + targetOf(request), {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
      headers: {
        Accept: '*/*',
        ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(who ? { Authorization: `Bearer ${who.token}` } : {}),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    })
    const text = response.headers.get('Content-Type') === eventStreamType ? await startOf(response) : await response.text()
    return { status: response.status, headers: response.headers, text, json: parsed(text) }
  } catch (error) {
    throw new Fault('a response', `none: ${reasonOf(error)}`)
  }
}

/** The first that comes of a stream, which is then left. */
async function startOf({ body }: Response): Promise<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = await reader?.read()
  await reader?.cancel()
  return first?.value ?? ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Why a request failed. The message of fetch() itself gives no reason. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  return cause.message || ('code' in cause ? String(cause.code) : error.message)
}
