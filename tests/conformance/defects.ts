import { createHash } from 'node:crypto'
import type { Defect, Given, Sent } from '../support/faulty.ts'

/** Those whose tokens the kit is given. */
export type Users = { alice: { token: string; id: number }; bob: { token: string; id: number } }

/** A defect: what it is, the check that has to find it, and how it comes about. */
export type Mutant = [name: string, found: string, defect: (users: Users) => Defect]

const task = /^\/api\/me\/tasks\/(\d+)$/
const tasks = /^\/api\/me\/tasks(\?|$)/

type When = { method: string; path: RegExp; status?: number }

const isAsked = ({ method, path }: When, sent: Sent): boolean => sent.method === method && path.test(sent.path)

/** A defect in the answers to some requests. */
const answering = (when: When, change: (given: Given, sent: Sent) => void) => (): Defect => ({
  answer(given, sent) {
    if (isAsked(when, sent) && (when.status === undefined || when.status === given.status)) change(given, sent)
  },
})

/** A defect in what is made of some requests. */
const asking =
  (when: When, change: (sent: Sent, users: Users) => Given | void) =>
  (users: Users): Defect => ({
    request: (sent) => (isAsked(when, sent) ? (change(sent, users) ?? undefined) : undefined),
  })

const field =
  (name: string, value: unknown) =>
  (given: Given): void =>
    void (given.body = { ...(given.body as object), [name]: value }) // JSON leaves out what is undefined
const header =
  (name: string, value?: string) =>
  (given: Given): void => {
    if (value === undefined) Reflect.deleteProperty(given.headers, name)
    else given.headers[name] = value
  }
const dropped =
  (name: string) =>
  ({ headers }: Sent): void =>
    void Reflect.deleteProperty(headers, name)
const rows = ({ body }: Given): Record<string, unknown>[] => body as Record<string, unknown>[] // a list's answer

const got: When = { method: 'GET', path: task, status: 200 }
const absent: When = { method: 'GET', path: task, status: 404 }

/** What bob asks for is answered from what alice has, as if it were his. */
const leaking =
  (method: string, path: RegExp) =>
  ({ alice, bob }: Users): Defect => {
    const leaks = new Set<Sent>()
    return {
      request(sent) {
        if (!isAsked({ method, path }, sent) || sent.headers.authorization !== `Bearer ${bob.token}`) return undefined
        sent.headers.authorization = `Bearer ${alice.token}`
        leaks.add(sent)
        return undefined
      },
      answer(given, sent) {
        if (leaks.has(sent)) given.body = JSON.parse(JSON.stringify(given.body).replaceAll(`"user_id":${alice.id}`, `"user_id":${bob.id}`))
      },
    }
  }

const overwriting = (sent: Sent): void => {
  if (sent.headers['prefer'] === 'merge') dropped('if-match')(sent)
}

/** Every defect that the kit has to find, and name. */
export const mutants: Mutant[] = [
  ['another success than declared', 'createTask/success', answering({ method: 'POST', path: tasks, status: 201 }, (given) => void (given.status = 200))],
  ['a status that is not declared', 'getStats/success', answering({ method: 'GET', path: /\/stats/ }, (given) => void (given.status = 500))],
  ['a field that is missing', 'getTask/success', answering(got, field('priority', undefined))],
  ['null where there may be none', 'getTask/success', answering(got, field('completed', null))],
  ['an invalid time', 'getTask/success', answering(got, field('created_at', '2026-11-21 08:00'))],
  ['another media type', 'getTask/success', answering(got, header('content-type', 'text/html'))],
  ['a version of the contract that is not said', 'getTask/success', answering(got, header('api-version'))],
  ['an ETag that is dropped', 'getTask/success', answering(got, header('etag'))],
  ['an ETag without quotes', 'getTask/success', answering(got, header('etag', '1'))],
  ['an ETag of another version', 'getTask/success', answering(got, header('etag', '"77"'))],
  ['a body on a 204', 'deleteTask/success', answering({ method: 'DELETE', path: task, status: 204 }, header('content-type', 'application/json'))],
  [
    'a Location that leads elsewhere',
    'createTask/success',
    answering({ method: 'POST', path: tasks, status: 201 }, header('location', '/api/me/tasks/9007199254740991')),
  ],
  ['a title that is changed on the way', 'createTask/success', answering({ method: 'POST', path: tasks, status: 201 }, field('title', 'BUY MILK'))],
  [
    "a row of somebody else's in a list",
    'listLists/paging',
    answering({ method: 'GET', path: /\/lists\?/, status: 200 }, (given) => void rows(given).push({ ...rows(given)[0], user_id: 999_999 })),
  ],

  ['a problem without a type', 'getTask/not-found', answering(absent, field('type', undefined))],
  ['a problem with another status in it', 'getTask/not-found', answering(absent, field('status', 400))],
  ['a problem that is plain JSON', 'getTask/not-found', answering(absent, header('content-type', 'application/json'))],
  ['404 as 200', 'getTask/not-found', answering(absent, (given) => void (given.status = 200))],
  [
    '403 as 404',
    'getTask/forbidden',
    answering({ method: 'GET', path: /^\/api\/(?!me).*\/tasks\/\d+$/, status: 403 }, (given) => {
      given.status = 404
      field('status', 404)(given)
    }),
  ],
  ['401 without WWW-Authenticate', 'getTask/unauthenticated', answering({ method: 'GET', path: task, status: 401 }, header('www-authenticate'))],
  [
    'a token that is not looked at',
    'getUser/unauthenticated',
    asking({ method: 'GET', path: /^\/api\/me$/ }, ({ headers }, { alice }) => void (headers.authorization ||= `Bearer ${alice.token}`)),
  ],
  [
    '409 as 400',
    'updateTag/conflict',
    answering({ method: 'PATCH', path: /\/tags\//, status: 409 }, (given) => {
      given.status = 400
      field('status', 400)(given)
    }),
  ],
  [
    '413 as 400',
    'createTask/too-large',
    answering({ method: 'POST', path: tasks, status: 413 }, (given) => {
      given.status = 400
      field('status', 400)(given)
    }),
  ],
  [
    'a body that is read whatever its type',
    'createTask/media-type',
    asking({ method: 'POST', path: tasks }, ({ headers }) => void (headers['content-type'] = 'application/json')),
  ],
  [
    'a media type that the client does not accept',
    'exportAccount/not-acceptable',
    asking({ method: 'GET', path: /^\/api\/me\/export$/ }, ({ headers }) => void (headers['accept'] = 'application/json')),
  ],
  ['errors that name nothing', 'createTask/invalid-body', answering({ method: 'POST', path: tasks, status: 400 }, field('errors', undefined))],
  ['parameters that nobody looks at', 'listTasks/invalid-parameter', asking({ method: 'GET', path: tasks }, (sent) => void (sent.path = '/api/me/tasks'))],

  [
    'a past that is the present',
    'listLists/past',
    asking({ method: 'GET', path: /[?]as_of=/ }, (sent) => void (sent.path = sent.path.replace(/as_of=[^&]*/, ''))),
  ],
  ['a merge that overwrites what others have changed', 'patchTask/merge', asking({ method: 'PATCH', path: task }, overwriting)],
  ['If-None-Match that nobody looks at', 'patchTask/excluded', asking({ method: 'PATCH', path: task }, dropped('if-none-match'))],
  ['If-Match that nobody looks at', 'patchTask/stale', asking({ method: 'PATCH', path: task }, dropped('if-match'))],
  [
    'a version that stays the same',
    'patchTask/versions',
    answering({ method: 'PATCH', path: task, status: 200 }, (given) => {
      field('version', 1)(given)
      header('etag', '"1"')(given)
    }),
  ],
  [
    'an update that is lost',
    'patchTask/kept',
    (users) => ({
      ...asking({ method: 'PATCH', path: task }, ({ headers }) => void (headers['prefer'] = 'dry-run'))(users),
      answer: header('preference-applied'),
    }),
  ],
  ['If-None-Match that nobody looks at', 'getTask/not-modified', asking({ method: 'GET', path: task }, dropped('if-none-match'))],
  ['a task that is there once it was deleted', 'deleteTask/kept', stillThere],
  [
    'a restored task that stays in the trash',
    'restoreTask/restored',
    asking({ method: 'POST', path: /\/restore$/ }, ({ headers }) => void (headers['prefer'] = 'dry-run')),
  ],
  ['a trash that is not emptied', 'emptyTrash/emptied', asking({ method: 'DELETE', path: /\/trash$/ }, ({ headers }) => void (headers['prefer'] = 'dry-run'))],
  [
    'a log-out after which the token is good',
    'logoutUser/farewell',
    asking({ method: 'POST', path: /\/logout$/ }, () => ({ status: 204, headers: {}, body: '' })),
  ],
  ['HEAD that is not there', 'getTask/head', answering({ method: 'HEAD', path: task }, (given) => void (given.status = 405))],

  ['a page too few: Link is lost in the middle', 'listTags/paging', answering({ method: 'GET', path: /\/tags\?.*cursor/ }, header('link'))],
  [
    'no end of pages',
    'listTrash/paging',
    answering({ method: 'GET', path: /\/trash\?.*cursor/ }, (given, sent) => {
      header('link', `<${sent.path}>; rel="next"`)(given)
    }),
  ],
  ['a row that comes on two pages', 'listTasks/paging', twice],
  [
    'pages that are longer than was asked',
    'listOccurrences/paging',
    asking({ method: 'GET', path: /\/occurrences\?limit=2/ }, (sent) => void (sent.path = sent.path.replace('limit=2', 'limit=4'))),
  ],

  ['Idempotency-Key that nobody looks at', 'createTask/replay', asking({ method: 'POST', path: tasks }, dropped('idempotency-key'))],
  ['a replay that does not say so', 'createTask/replay', answering({ method: 'POST', path: tasks }, header('idempotency-replayed'))],
  [
    'a key that is new for each request',
    'createTask/mismatch',
    asking(
      { method: 'POST', path: tasks },
      ({ headers, body }) =>
        void (headers['idempotency-key'] &&= createHash('sha256')
          .update(`${String(headers['idempotency-key'])}${body}`)
          .digest('hex')),
    ),
  ],
  ['a key that four at once can use', 'createList/parallel', asking({ method: 'POST', path: /\/lists$/ }, dropped('idempotency-key'))],

  ['strict handling that is left out', 'createTask/strict', asking({ method: 'POST', path: tasks }, dropped('prefer'))],
  [
    'unknown fields that are refused',
    'createTask/ignored',
    asking({ method: 'POST', path: tasks }, ({ headers }) => void (headers['prefer'] = 'handling=strict')),
  ],
  [
    'a dry run that is carried out',
    'createTask/dry-run',
    (users) => ({
      ...asking({ method: 'POST', path: tasks }, dropped('prefer'))(users),
      answer: (given) => {
        header('preference-applied', 'dry-run')(given)
      },
    }),
  ],

  ["another user's task that is shown", 'getTask/others-thing', leaking('GET', task)],
  ["another user's task that is changed", 'patchTask/others-thing', leaking('PATCH', task)],
  ["other users' tags in the list", 'listTags/others-in-lists', leaking('GET', /^\/api\/me\/tags/)],
  ["other users' tags in the counts", 'getStats/others-in-lists', leaking('GET', /\/stats/)],
  [
    "another user's list that is taken",
    'createTask/others-id-in-body',
    asking({ method: 'POST', path: tasks }, (sent) => void (sent.body = sent.body.replace(/"list_id":\d+/, '"list_id":null'))),
  ],

  [
    'an operation that is not there',
    'deployment/contract',
    answering({ method: 'GET', path: /^\/openapi\.json$/ }, ({ body }) => Reflect.deleteProperty((body as { paths: object }).paths, '/api/{user_id}/stats')),
  ],
  [
    'a type of problem without a page',
    'deployment/problem-pages',
    answering({ method: 'GET', path: /^\/docs\/problems\// }, (given) => void (given.status = 404)),
  ],
]

/** A cache in front of the service: a task that was read once is answered so from then on. */
function stillThere(): Defect {
  const seen = new Map<string, Given>()
  return {
    request: (sent) => (isAsked(got, sent) ? seen.get(sent.path) : undefined),
    answer(given, sent) {
      // A task is there from when it is created.
      const { id } = given.body as { id?: number }
      if (given.status === 201) seen.set(`/api/me/tasks/${id ?? 0}`, { ...given, status: 200 })
      else if (isAsked(got, sent)) seen.set(sent.path, given)
    },
  }
}

/** Begins every further page with the last row of the one before. */
function twice(): Defect {
  let last: Record<string, unknown> | undefined
  return {
    answer(given, sent) {
      if (given.status !== 200 || !/\/tasks\?limit=2/.test(sent.path)) return
      if (sent.path.includes('cursor') && last) rows(given).splice(0, 1, last)
      last = rows(given).at(-1)
    },
  }
}
