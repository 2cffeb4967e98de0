import createClient from 'openapi-fetch'
import type { Client } from 'openapi-fetch'
import { routes } from '../generated/client.ts'
import type { paths } from '../generated/client.ts'
import type { Argument, Item, ListingId, OperationId, Operations, Output } from './operations.ts'
import { nextQuery } from './pages.ts'
import { TaskpactProblem } from './problem.ts'
import { retrying } from './retries.ts'
import type { Send } from './retries.ts'
import { authenticating, givenBearer, memoryStore, sessionBearer } from './sessions.ts'
import type { Session, SessionStore, Token } from './sessions.ts'

/** How a client is set up; only `url` is needed. */
export type TaskpactOptions = {
  /** Where the service is, such as `https://tasks.example.com`. */
  url: string
  /** A front end's bearer token, or what gives one. Not needed where one signs in with `loginUser` or `registerUser`. */
  token?: Token
  /** Where to keep the session that one signs in to; in memory, if left out. */
  store?: SessionStore
  /** How often a request is tried again that was lost or met a busy service; 4, if left out. */
  retries?: number
  /** The longest `Retry-After` that is waited for, in milliseconds; 30,000, if left out. A longer one is answered with the problem. */
  longestWait?: number
  /** In place of the global `fetch`. */
  fetch?: Send
}

/** A client: a method for each operation of the contract, and a few things that several of them share. */
export type Taskpact = Operations & {
  /** Goes through the pages of a listing, from the one that `input` describes on. */
  pages<Id extends ListingId>(id: Id, ...input: Argument<Id>): AsyncGenerator<Output<Id>, void, undefined>
  /** Goes through what all the pages of a listing hold. */
  each<Id extends ListingId>(id: Id, ...input: Argument<Id>): AsyncGenerator<Item<Id>, void, undefined>
  /**
   * openapi-fetch's client on the same connection, for whoever needs an answer's headers or a 304. It has the same tokens and
   * retries, but gives problems back as `error`.
   */
  readonly http: Client<paths>
}

/** What an operation is called with, whichever it is. */
type AnyInput = { params?: object; query?: object; headers?: object; body?: unknown; signal?: AbortSignal; querySerializer?: () => string }
type Answer = { data?: unknown; error?: unknown; response: Response }

/** Makes a client of a Taskpact service. */
export function createTaskpact(options: TaskpactOptions): Taskpact {
  const { url, token, store = memoryStore(), retries = 4, longestWait = 30_000, fetch = (request) => globalThis.fetch(request) } = options
  const send = retrying(fetch, { retries, longestWait })
  const given = token === undefined ? () => Promise.resolve(null) : givenBearer(token)
  const fromSession = sessionBearer(store, (refreshToken) => refreshSession(clientOf(url, send), refreshToken))
  const http = clientOf(url, authenticating(send, async () => (await fromSession()) ?? given()))
  // openapi-fetch types one path at a time; which one it is, is known here only as the program runs.
  const ask = http.request as (method: string, path: string, init: object) => Promise<Answer>

  async function call(id: OperationId, { params, query, headers, ...init }: AnyInput = {}): Promise<Answer> {
    const [method, path, parseAs = 'json'] = routes[id]
    const answer = await ask(method, path, { ...init, headers, parseAs, params: { path: { user_id: 'me', ...params }, query } })
    if (!answer.response.ok) throw new TaskpactProblem(answer.response, answer.error)
    return answer
  }

  async function operate(id: OperationId, input?: AnyInput): Promise<unknown> {
    const { data } = await call(id, input).catch((error: unknown) => {
      // A session that is over already, perhaps by an earlier try, is what was asked for.
      if (id === 'logoutUser' && error instanceof TaskpactProblem && error.status === 401) return { data: undefined }
      throw error
    })
    if (id === 'registerUser' || id === 'loginUser' || id === 'refreshSession') await store.write(data as Session) // as the contract has it
    if (id === 'logoutUser' || id === 'deleteUser') await store.write(null)
    return data
  }

  async function* pages(id: ListingId, input: AnyInput = {}): AsyncGenerator<unknown[]> {
    for (let next: AnyInput | null = input; next !== null; ) {
      const { data, response } = await call(id, next)
      yield data as unknown[] // as every listing is
      const query = nextQuery(response.headers.get('Link'))
      next = query === null ? null : { ...input, querySerializer: () => query }
    }
  }

  async function* each(id: ListingId, input?: AnyInput): AsyncGenerator {
    for await (const page of pages(id, input)) yield* page
  }

  const ids = Object.keys(routes) as OperationId[] // its own keys
  const methods = Object.fromEntries(ids.map((id) => [id, (input?: AnyInput) => operate(id, input)]))
  return { ...methods, pages, each, http } as Taskpact // what each is given and gives back is the contract's word
}

/** openapi-fetch's client, whose every request asks to be told what is unknown, and may be sent twice. */
function clientOf(url: string, send: Send): Client<paths> {
  return createClient<paths>({
    baseUrl: url,
    fetch(request) {
      const prefer = request.headers.get('Prefer')
      if (!prefer?.includes('handling=')) request.headers.append('Prefer', 'handling=strict')
      const takesKey = request.method === 'POST' || request.method === 'PATCH'
      if (takesKey && !request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', newKey())
      return send(request)
    },
  })
}

/** 128 random bits. crypto.randomUUID is missing on pages that came over plain HTTP. */
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

async function refreshSession(http: Client<paths>, refreshToken: string): Promise<Session | null> {
  const { data, error, response } = await http.POST('/api/auth/refresh', { body: { refresh_token: refreshToken } })
  if (data) return data
  // Anything else is no reason to sign anyone out.
  if (response.status === 401) return null
  throw new TaskpactProblem(response, error)
}
