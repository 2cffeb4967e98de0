import createClient from 'openapi-fetch'
import type { Client } from 'openapi-fetch'
import { routes } from '../generated/client.ts'
import type { paths } from '../generated/client.ts'
import { followPages } from './follow.ts'
import type { ChangesPage, Feed, FollowedChange, FollowOptions } from './follow.ts'
import type { Argument, Item, ListingId, OperationId, Operations, Output, ServiceOperations } from './operations.ts'
import { newKey } from './keys.ts'
import { nextQuery } from './pages.ts'
import { TaskpactProblem } from './problem.ts'
import { isEventStream, retrying } from './retries.ts'
import type { Send } from './retries.ts'
import { authenticating, givenBearer, sessionBearer } from './sessions.ts'
import type { Token } from './sessions.ts'
import { localStore, memoryStore } from './stores.ts'
import type { Session, SessionStore } from './stores.ts'
import { createTold } from './told.ts'
import type { Told } from './told.ts'

/** The options of a client; only `url` is required. */
export type TaskpactOptions = {
  /** The URL of the service, such as `https://tasks.example.com`. For the origin of the page, pass `location.origin`. */
  url: string
  /** A front end's bearer token, or a function that returns one. Not needed after `loginUser` or `registerUser`. */
  token?: Token
  /** Stores the session of a sign-in: in memory by default, in the browser's `localStorage`, or in a store of your own. */
  store?: SessionStore | 'localStorage'
  /** The number of retries after a lost connection or a busy service; 4 by default. */
  retries?: number
  /** The longest `Retry-After` to wait for, in milliseconds; 30,000 by default. A longer one throws the problem. */
  longestWait?: number
  /** Replaces the global `fetch`. */
  fetch?: Send
}

/** A client: a method for each operation of a user, and a few shared ones. */
export type Taskpact = Operations & {
  /** The operations for those who run the service: probes, metrics and the contract itself. */
  readonly service: ServiceOperations
  /** Iterates over the pages of a listing, starting with that of `input`. */
  pages<Id extends ListingId>(id: Id, ...input: Argument<Id>): AsyncGenerator<Output<Id>, void, undefined>
  /** Iterates over the items of all pages of a listing. */
  each<Id extends ListingId>(id: Id, ...input: Argument<Id>): AsyncGenerator<Item<Id>, void, undefined>
  /**
   * Iterates over the changes after a cursor, and then over new ones as they come. Without a cursor, everything that the user has comes
   * first. Lost connections are opened again, and nothing is missed; a change may be repeated. It ends when `signal` aborts. It throws a
   * TaskpactProblem of the kind `cursor-expired` if it is not known any more what followed the cursor: start again without one.
   */
  follow(cursor?: string, options?: FollowOptions): AsyncGenerator<FollowedChange, void, undefined>
  /** The same in pages, each with the cursor after it, and whether it is the last for now. */
  followPages(cursor?: string, options?: FollowOptions): AsyncGenerator<ChangesPage, void, undefined>
  /**
   * openapi-fetch's client with the same tokens and retries, for access to response headers or a 304. It returns problems as
   * `error`.
   */
  readonly http: Client<paths>
}

/** The input of any operation. */
type AnyInput = {
  params?: object
  query?: object
  headers?: object
  ifMatch?: { version: number }
  body?: unknown
  signal?: AbortSignal
  querySerializer?: () => string
}
type Answer = { data?: unknown; error?: unknown; response: Response }

/** Creates a client of a Taskpact service. @throws TypeError if the URL is missing or relative */
export function createTaskpact(options: TaskpactOptions): Taskpact {
  const { token, store: given = memoryStore(), retries = 4, longestWait = 30_000, fetch = (request) => globalThis.fetch(request) } = options
  const url = absolute(options.url)
  const store = given === 'localStorage' ? localStore(url) : given
  const told = createTold()
  const send = retrying(fetch, { retries, longestWait })
  const fromProgram = token === undefined ? () => Promise.resolve(null) : givenBearer(token)
  const fromSession = sessionBearer(store, (refreshToken) => refreshSession(clientOf(url, send, told), refreshToken))
  const http = clientOf(
    url,
    authenticating(send, async () => (await fromSession()) ?? fromProgram()),
    told,
  )
  // openapi-fetch types one path at a time; here the path is known only at run time.
  const ask = http.request as (method: string, path: string, init: object) => Promise<Answer>

  async function call(id: OperationId, { params, query, headers, ifMatch, ...init }: AnyInput = {}): Promise<Answer> {
    const called = new Error()
    const [method, path, parseAs] = routes[id]
    const precondition = ifMatch && { 'If-Match': `"${ifMatch.version}"` }
    const answer = await ask(method, path, {
      ...init,
      headers: { ...precondition, ...headers },
      parseAs,
      params: { path: { user_id: 'me', ...params }, query },
    })
    if (!answer.response.ok) throw new TaskpactProblem(id, answer.response, answer.error, called)
    return answer
  }

  async function operate(id: OperationId, input?: AnyInput): Promise<unknown> {
    const [, , , session] = routes[id]
    const { data } = await call(id, input).catch((error: unknown) => {
      // A session that is over already, perhaps by an earlier try, is what was asked for.
      if (session === 'ends' && error instanceof TaskpactProblem && error.status === 401) return { data: undefined }
      throw error
    })
    if (session === 'starts' || session === 'renews') await store.write(data as Session) // by the contract
    if (session === 'ends' || session === 'removes') await store.write(null)
    return data
  }

  async function* pages(id: ListingId, input: AnyInput = {}): AsyncGenerator<unknown[]> {
    for (let next: AnyInput | null = input; next !== null;) {
      const { data, response } = await call(id, next)
      yield data as unknown[] // as every listing is
      const query = nextQuery(response.headers.get('Link'))
      next = query === null ? null : { ...input, querySerializer: () => query }
    }
  }

  async function* each(id: ListingId, input?: AnyInput): AsyncGenerator {
    for await (const page of pages(id, input)) yield* page
  }

  const feed: Feed = {
    async list(query, signal) {
      const page = (await call('listChanges', { query, signal })).data as ChangesPage // by the contract
      told.add(page.cursor)
      return page
    },
    async open(since, signal) {
      const { data, response } = await call('streamChanges', { query: { since }, signal })
      return isEventStream(response) ? (data as ReadableStream<Uint8Array> | null) : null // as it is parsed
    },
  }
  async function* followed(cursor?: string, options: FollowOptions = {}): AsyncGenerator<ChangesPage, void, undefined> {
    for await (const page of followPages(feed, cursor, options)) {
      told.add(page.cursor)
      yield page
    }
  }

  async function* follow(cursor?: string, options?: FollowOptions): AsyncGenerator<FollowedChange> {
    let before = cursor
    for await (const page of followed(cursor, options)) {
      const last = page.changes.length - 1
      for (const [index, change] of page.changes.entries()) yield { ...change, cursor: index === last ? page.cursor : before }
      before = page.cursor
    }
  }

  const ids = Object.keys(routes) as OperationId[] // its own keys
  const methodsOf = (which: OperationId[]) => Object.fromEntries(which.map((id) => [id, (input?: AnyInput) => operate(id, input)]))
  const isOfUser = (id: OperationId): boolean => routes[id][1].startsWith('/api/')
  const service = methodsOf(ids.filter((id) => !isOfUser(id)))
  return { ...methodsOf(ids.filter(isOfUser)), service, pages, each, follow, followPages: followed, http } as Taskpact // the contract defines their inputs and results
}

/** The URL. @throws TypeError if it is missing or relative: every request would fail, with less to say */
function absolute(url: unknown): string {
  if (typeof url === 'string' && /^https?:\/\/[^/]/.test(url)) return url
  const found = url === undefined || url === '' ? 'it is missing' : `not ${JSON.stringify(url)}`
  throw new TypeError(`createTaskpact: url must be the address of the service, such as "https://tasks.example.com"; ${found}.`)
}

/** openapi-fetch's client, whose requests reject unknown fields, are safe to resend, and read what earlier ones wrote. */
function clientOf(url: string, send: Send, told: Told): Client<paths> {
  return createClient<paths>({
    baseUrl: url,
    async fetch(request) {
      const prefer = request.headers.get('Prefer')
      if (!prefer?.includes('handling=')) request.headers.append('Prefer', 'handling=strict')
      const takesKey = request.method === 'POST' || request.method === 'PATCH'
      if (takesKey && !request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', newKey())
      const after = told.header()
      if (request.method === 'GET' && after !== null && !request.headers.has('Sync-After')) request.headers.set('Sync-After', after)
      const response = await send(request)
      told.add(response.headers.get('Sync-Cursor'))
      return response
    },
  })
}

async function refreshSession(http: Client<paths>, refreshToken: string): Promise<Session | null> {
  const { data, error, response } = await http.POST('/api/auth/refresh', { body: { refresh_token: refreshToken } })
  if (data) return data
  // Any other error does not sign the user out.
  if (response.status === 401) return null
  throw new TaskpactProblem('refreshSession', response, error, new Error())
}
