import type { Declared } from './declared.ts'
import { Fault } from './outcome.ts'
import type { TestUser } from './people.ts'

/** A request of an operation, as plain data: a check changes a part of it and sends it. */
export type Request = {
  operation: Declared
  /** Whose token it is sent with; null for none. */
  who: TestUser | null
  params: Record<string, string | number>
  query: [name: string, value: string][]
  headers: Record<string, string>
  /** What is sent as JSON; undefined for no body. */
  body: Record<string, unknown> | undefined
  /** A body that is sent as it is written here, instead. */
  text?: string
  /** Another method than the operation's, or another path. */
  method?: string
  path?: string
}

/** An answer as it came. */
export type Answer = { status: number; headers: Headers; text: string; json: unknown }

/** How long an answer may take. */
const patience = 30_000

/** The path and query of a request. */
export function targetOf({ operation, params, query, path }: Request): string {
  const filled = path ?? operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? 'me'))
  return query.length === 0 ? filled : `${filled}?${new URLSearchParams(query).toString()}`
}

/** A request in words, without its token. */
export const describe = (request: Request): string => {
  const { operation, method = operation.method, headers, who } = request
  const sent = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${targetOf(request)}`, ...(who ? [] : ['without a token']), ...sent].map((part) => (part.length > 200 ? `${part.slice(0, 200)}…` : part)).join(', ')
}

/** Sends a request. @throws Fault where no answer comes */
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
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parsed(text) }
  } catch (error) {
    throw new Fault('an answer', `none: ${reasonOf(error)}`)
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Why a request failed, in a few words. fetch() itself says no more than that it did. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (!(cause instanceof Error)) return error.message
  return cause.message || ('code' in cause ? String(cause.code) : error.message)
}
