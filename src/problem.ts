/**
 * Every error there is, as an RFC 9457 problem document. `type` is a reference to the page that explains it, so that a
 * client can act on the kind of a problem without reading its words.
 */
const kinds = {
  'invalid-request': {
    status: 400,
    title: 'The request does not match the contract',
    advice: 'A parameter, header or body field is missing or invalid. `errors` names each one and says what is allowed. Fix them and send the request again.',
  },
  'request-too-costly': {
    status: 400,
    title: 'The request is too costly',
    advice: 'The request would take too long, or its response be too large. Retrying does not help. The detail says how to narrow the request.',
  },
  'link-refused': {
    status: 400,
    title: 'The link is not valid',
    advice:
      'The link is unknown, was used, has expired after 30 minutes, or is from before the password or the e-mail address was changed. Ask for a new one: for a password with `POST /api/auth/forgot-password`, for your address with `POST /api/me/verification`, for a new address with `PUT /api/me/email`.',
  },
  'unauthenticated': {
    status: 401,
    title: 'Authentication required',
    advice:
      'The bearer token is missing, invalid or expired. Send `Authorization: Bearer` with an access token. If it has expired, refresh it or sign in again.',
  },
  'invalid-credentials': {
    status: 401,
    title: 'Wrong e-mail address or password',
    advice: 'No account has this e-mail address and password. The response is the same whether or not the address is known.',
  },
  'account-disabled': {
    status: 401,
    title: 'The account is disabled',
    advice:
      'The operator of the service has disabled the account. Its tokens are refused, and so is a log-in with the right password. Refreshing or logging in again does not help: show the message, and whom to ask. When the account is enabled, its sessions and tokens work again until they expire.',
  },
  'forbidden': {
    status: 403,
    title: 'This path belongs to another user',
    advice: "The path names another user. Use your own id, your token's subject, or `me`.",
  },
  'password-needed': {
    status: 403,
    title: 'The current password is needed',
    advice:
      'Changing the password or the e-mail address takes the current password or a recent log-in. Send the right `current_password`, or log in again and send the request within ten minutes.',
  },
  'no-password': {
    status: 403,
    title: 'The account has no password here',
    advice: "You are signed in with a front end's token, and the front end keeps your password and your e-mail address. Change them there.",
  },
  'insufficient-scope': {
    status: 403,
    title: 'The token may not do this',
    advice:
      "A personal access token, and a front end's token with a scope, may do only what its scopes say. The detail names the missing scope: get a token that has it. Some operations, such as those on tokens, sessions and the account, take no such token at all: log in.",
  },
  'quota-exceeded': {
    status: 403,
    title: 'Quota exceeded',
    advice:
      'The number of tasks, lists and tags and the size of their text are limited per user. `detail` names the quota. Delete something, or empty the trash: tasks in the trash count. `GET /api/me` shows each quota and how much of it is used.',
  },
  'origin-refused': {
    status: 403,
    title: 'Origin not allowed',
    advice: 'The request comes from a web page of another origin. The operator lists the allowed origins in `CORS_ORIGINS`.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    advice: 'You have no resource of this kind with this id, or the path is not in the contract. The resource may have been deleted.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    advice: 'The path exists, but not with this method. `Allow` lists the allowed methods.',
  },
  'not-acceptable': {
    status: 406,
    title: 'No representation of this type',
    advice: 'The response is not available in any type that `Accept` allows. The detail lists the types that exist: allow one of them, or omit `Accept`.',
  },
  'request-timeout': {
    status: 408,
    title: 'Request timeout',
    advice: 'The request took too long to arrive. Send it again without pauses.',
  },
  'request-in-flight': {
    status: 409,
    title: 'The first request is still running',
    advice: 'An earlier request with the same Idempotency-Key has no response yet. Wait for a second and retry: you get the same response.',
  },
  'email-taken': {
    status: 409,
    title: 'E-mail address already registered',
    advice:
      'An account with this e-mail address exists. Log in instead of registering. If you are changing the address of another account, choose another one.',
  },
  'tag-taken': {
    status: 409,
    title: 'Tag name already in use',
    advice: 'Another of your tags has this name; names are compared without case. Choose another name, or put the other tag on the tasks and delete this one.',
  },
  'merge-conflict': {
    status: 409,
    title: 'The changes are of the same fields',
    advice:
      'With `Prefer: merge`, a change is only made if nobody changed the same fields since the version in `If-Match`. `errors` names each field that was, with `base`, its value in that version, `theirs`, its value now, and `yours`. Decide which value is right, and send it with the current version, which is `ETag`.',
  },
  'undo-conflict': {
    status: 409,
    title: 'What is to be undone was changed since',
    advice:
      'Undoing this change would overwrite later ones, so nothing was changed. `errors` names each thing as `changed`, with its `type` and `id` and the `fields` that were changed since, or that could not be as they were. Undo the later changes first, the last one before the others, or change these fields yourself.',
  },
  'cursor-expired': {
    status: 410,
    title: 'The cursor has expired',
    advice:
      'What followed this cursor of changes is not known any more: it is too old, too many changes have followed it, or the database was restored from a backup. Start again with a snapshot: send the request without `since`, and replace what you have with what it returns. With `as_of`, ask for a later moment.',
  },
  'precondition-failed': {
    status: 412,
    title: 'Precondition failed',
    advice:
      'The resource is not in the state that your request asks for. With `If-Match`, it was modified after you read it, and your change would have overwritten that modification. With `If-None-Match`, it exists in a version that you excluded. Fetch it and decide again; `ETag` is its current version.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    advice: 'The body is larger than 100 KB after decompression. Send less data at a time.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is not JSON',
    advice: 'The body is not JSON in UTF-8, or uses an unsupported compression. Send `Content-Type: application/json`.',
  },
  'expectation-failed': {
    status: 417,
    title: 'Expectation not supported',
    advice: 'The `Expect` header asks for something other than `100-continue`. Omit it.',
  },
  'idempotency-mismatch': {
    status: 422,
    title: 'Idempotency key already used',
    advice: 'This Idempotency-Key was used with another method, path, body, If-Match or Prefer. A key identifies one request: use a new key for a new request.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    advice: 'The request line and the headers together exceed 16 KB. Send fewer or shorter headers.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Rate limit exceeded',
    advice: 'You sent too many requests. Wait for `Retry-After` seconds and retry. `RateLimit-Policy` describes the limit.',
  },
  'internal': {
    status: 500,
    title: 'Internal server error',
    advice: 'The error is on our side, and nothing was changed. Try again. If it persists, report the `X-Request-Id` of the response.',
  },
  'unavailable': {
    status: 503,
    title: 'Service unavailable',
    advice:
      'The database does not respond, or the service sheds load because it is overloaded. Wait for `Retry-After` seconds and retry; an Idempotency-Key makes that safe.',
  },
} as const

/** The media type of every problem (RFC 9457 section 3). */
export const problemType = 'application/problem+json'

/** Every kind of problem: the last segment of its `type`. */
export const problemKinds = Object.keys(kinds) as ProblemKind[] // Object.keys is typed as string[]

/** Explains a kind of problem: its status, its title, and what to do about it. */
export const explanationOf = (kind: ProblemKind): { status: number; title: string; advice: string } => kinds[kind]

/** A kind of problem: the last segment of a problem's `type`. */
export type ProblemKind = keyof typeof kinds

/** What a field was in the version that a change was made from, what it is now, and what the change would make it, if it says that. */
export type Conflict = { base: unknown; theirs: unknown; yours?: unknown }

/** The fields of a thing that were changed since. */
export type ChangedSince = { type: 'user' | 'list' | 'tag' | 'task' | 'occurrence'; id: number; fields: string[] }

/** What is wrong with one field of a request: where it is, and what is allowed. */
export type FieldError = { detail: string; changed?: ChangedSince } & Partial<Conflict> & ({ pointer: string } | { parameter: string } | { header: string })

/** A problem that is a security event as well. */
export type ProblemEvent = 'session-revoked' | 'quota-exceeded' | 'password-refused' | 'sign-in-failed'

/** The wire form of a problem: RFC 9457 section 3, `errors` if fields are invalid, `message` for front ends that read it. */
export type ProblemDocument = {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  message: string
  errors?: FieldError[]
}

/**
 * An error response, worded for the person who has to fix the request. Thrown, it rolls back the request's transaction. Returned
 * by a handler, it commits what the handler did (a stolen refresh token gets 401 *and* its family stays revoked).
 */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly headers: Readonly<Record<string, string>>
  readonly errors: readonly FieldError[]
  /** The security event to log, if it is one. */
  readonly event: ProblemEvent | null

  constructor(
    kind: ProblemKind,
    detail: string,
    more: ErrorOptions & { headers?: Record<string, string>; errors?: FieldError[]; event?: ProblemEvent | null } = {},
  ) {
    super(detail, more)
    this.kind = kind
    this.headers = more.headers ?? {}
    this.errors = more.errors ?? []
    this.event = more.event ?? null
  }

  /** The same problem for a request that contains this one, with its fields at other places. */
  within(place: (error: FieldError) => FieldError): Problem {
    return new Problem(this.kind, this.message, { cause: this.cause, headers: this.headers, errors: this.errors.map(place), event: this.event })
  }

  get status(): number {
    return kinds[this.kind].status
  }

  /** The document to send; `instance` is the requested path. */
  document(instance: string): ProblemDocument {
    const { status, title } = kinds[this.kind]
    const document = { type: `/docs/problems/${this.kind}`, title, status, detail: this.message, instance, message: this.message }
    return this.errors.length > 0 ? { ...document, errors: [...this.errors] } : document
  }
}

/** 400 with the invalid fields; the detail sums them up. Clients can send any number of names of any length, so both are cut. */
export function invalidRequest(found: FieldError[], event: ProblemEvent | null = null): Problem {
  const errors = found.slice(0, mostErrors).map(shortened)
  const more = found.length > errors.length ? [`and ${found.length - errors.length} more`] : []
  return new Problem('invalid-request', cut([...errors.map(describe), ...more].join('; '), 10_000), { errors, event })
}

const mostErrors = 100

function shortened(error: FieldError): FieldError {
  if ('pointer' in error) return { ...error, pointer: cut(error.pointer, 1_000) }
  return 'parameter' in error ? { ...error, parameter: cut(error.parameter, 1_000) } : error
}

/** Cuts a string to a length; an ellipsis marks the cut. */
const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text)

/** 400 for a request that is invalid as a whole rather than in a field. */
export const malformedRequest = (detail: string): Problem => new Problem('invalid-request', detail)

/** 408 for a request that takes too long to arrive. What follows of it must not be taken for another request. */
export const requestTimeout = (): Problem =>
  new Problem('request-timeout', 'The request did not arrive in time. Send it faster, or without pauses.', { headers: { Connection: 'close' } })

/** 401 with the challenge that RFC 9110 section 11.6.1 requires; `invalid_token` (RFC 6750) if a token was presented. */
export const unauthenticated = (detail: string, presented = true): Problem =>
  new Problem('unauthenticated', detail, {
    headers: { 'WWW-Authenticate': presented ? 'Bearer realm="taskpact", error="invalid_token"' : 'Bearer realm="taskpact"' },
  })

/** 400 for a request that would take too long or return too much; `narrow` says how to narrow it. */
export const requestTooCostly = (narrow: string): Problem => new Problem('request-too-costly', narrow)

/** 401 for a refresh token that was used before. It may be stolen, so its session ends. */
export const refreshTokenReused = (): Problem =>
  new Problem('unauthenticated', 'The refresh token was already used, so its session was ended. Log in again.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="taskpact", error="invalid_token"' },
    event: 'session-revoked',
  })

/** 401 for a sign-in that failed; the same words whether the address is known or not. */
export const invalidCredentials = (): Problem =>
  new Problem('invalid-credentials', 'No account has this e-mail address and password.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="taskpact"' },
  })

/** 401 for a valid token, or the right password, of an account that the operator has disabled. */
export const accountDisabled = (): Problem =>
  new Problem('account-disabled', 'This account is disabled. Ask the operator of the service.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="taskpact"' },
  })

/** 403 where a change of the password or the address comes with another password than the current; a front end might take 401 for the end of its session. */
export const wrongPassword = (): Problem =>
  new Problem('password-needed', 'This is not the current password.', {
    errors: [{ pointer: '#/current_password', detail: 'is not the current password' }],
    event: 'sign-in-failed',
  })

/** 403 where a change of the password or the address comes without the current password, too long after the log-in. */
export const passwordNeeded = (): Problem =>
  new Problem('password-needed', 'Send the current password, or log in again and repeat this within ten minutes.', {
    errors: [{ pointer: '#/current_password', detail: 'is required more than ten minutes after the log-in' }],
  })

/** 400 for the token of a link that sets no password and confirms no address, whatever the reason. */
export const linkRefused = (): Problem =>
  new Problem('link-refused', 'The link is unknown, was used or has expired. Ask for a new one.', { event: 'sign-in-failed' })

/** 403 for a token without the scopes that an operation needs (RFC 6750 section 3.1). */
export const insufficientScope = (missing: readonly string[]): Problem =>
  new Problem('insufficient-scope', `This takes a token with the scope${missing.length > 1 ? 's' : ''} ${missing.join(' and ')}.`, {
    headers: { 'WWW-Authenticate': `Bearer realm="taskpact", error="insufficient_scope", scope="${missing.join(' ')}"` },
  })

/** 403 for a token with scopes where only who has signed in may act. */
export const signInNeeded = (): Problem =>
  new Problem('insufficient-scope', 'A token with scopes cannot do this, whatever they are. Log in.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="taskpact", error="insufficient_scope"' },
  })

/** 403 for a user who signs in elsewhere. */
export const noPassword = (): Problem => new Problem('no-password', 'You sign in at a front end. Change the password there.')

/** 403 for the address of a user who signs in elsewhere. */
export const addressElsewhere = (): Problem =>
  new Problem('no-password', 'You sign in at a front end. It keeps your e-mail address: confirm or change it there.')

/** 403. One front end signs its user out when it reads certain words, so this message avoids them. */
export const forbidden = (): Problem => new Problem('forbidden', 'This path names another user. Use your own id, or "me".')

/** What each quota counts, and how to make room. */
const quotaAdvice: Record<string, string> = {
  tasks: 'tasks, including the trash. Delete tasks, and empty the trash',
  lists: 'lists, including the trash. Delete lists, and empty the trash',
  tags: 'tags. Delete tags that you no longer need',
  webhooks: 'webhooks. Delete one that you no longer need',
  bytes: 'bytes of text. Shorten or delete tasks, and empty the trash',
}

/** 403 for more than a user may have; `what` is tasks, lists, tags or bytes. */
export const quotaExceeded = (what: string, limit: string): Problem =>
  new Problem('quota-exceeded', `You can have at most ${limit} ${quotaAdvice[what] ?? what}.`, {
    errors: [{ pointer: '#', detail: `would exceed the quota of ${what}` }],
    event: 'quota-exceeded',
  })

/** 400 for a password that is too easy to guess; `detail` says why. */
export const passwordRefused = (pointer: string, detail: string): Problem => invalidRequest([{ pointer, detail }], 'password-refused')

/** 404 for a resource of the caller's that is not there; `what` names it. */
export const notFound = (what: string): Problem => new Problem('not-found', `You have no such ${what}.`)

/** 409 for an e-mail address that already has an account with a password. */
export const emailTaken = (): Problem =>
  new Problem('email-taken', 'This e-mail address is already registered. Log in instead.', {
    errors: [{ pointer: '#/email', detail: 'is taken' }],
  })

/** 409 for a new address of an account that is another account's by the time that its link is used. */
export const addressTaken = (): Problem =>
  new Problem('email-taken', 'Another account has this e-mail address. Log in to that one, or change to another address.')

/** 409 for a name that another tag has. */
export const tagTaken = (): Problem => new Problem('tag-taken', 'Another tag already has this name.', { errors: [{ pointer: '#/name', detail: 'is taken' }] })

/** 409 for a change that cannot be undone because of later ones. */
export const undoConflict = (things: readonly ChangedSince[]): Problem =>
  new Problem('undo-conflict', 'This would overwrite later changes. Undo these first, or change the fields yourself.', {
    errors: things.slice(0, mostErrors).map((changed) => ({
      ...{ pointer: '#/seq', detail: `is of the ${changed.type} ${changed.id}, which was changed since in ${changed.fields.join(', ')}` },
      changed,
    })),
  })

/** 410 for a cursor whose changes are not known any more; the snapshot is at `path`. */
export const cursorExpired = (path: string): Problem =>
  new Problem('cursor-expired', 'What followed this cursor is not known any more. Start again with a snapshot, without since.', {
    headers: { Link: `<${path}>; rel="first"` },
    errors: [{ parameter: 'since', detail: 'has expired' }],
  })

/** 410 for a moment of the past that is not known any more. */
export const pastUnknown = (): Problem =>
  new Problem('cursor-expired', 'What was there then is not known any more. Ask for a later moment, or omit as_of.', {
    errors: [{ parameter: 'as_of', detail: 'is too far back' }],
  })

/** 409 for a change that cannot be merged, with the current version; `what` names the resource. */
export const mergeConflict = (etag: string, what: string, conflicts: readonly (Conflict & { pointer: string })[]): Problem =>
  new Problem('merge-conflict', `The ${what} was modified since you read it, in fields that your change is of. Decide which values are right.`, {
    headers: { ETag: etag },
    errors: conflicts.map((conflict) => ({ ...conflict, detail: 'was changed since' })),
  })

/** 412 with the current version; `what` names the resource. */
export const preconditionFailed = (etag: string, what = 'task'): Problem =>
  new Problem('precondition-failed', `The ${what} was modified since you read it. Fetch it and decide again.`, {
    headers: { ETag: etag },
    errors: [{ header: 'If-Match', detail: 'is not the current version' }],
  })

/** 412 for a representation that If-None-Match excludes; its ETag if it has one of its own. */
export const unwantedVersion = (etag?: string): Problem =>
  new Problem('precondition-failed', 'The resource exists in a version that If-None-Match excludes, so nothing was changed.', {
    ...(etag !== undefined && { headers: { ETag: etag } }),
    errors: [{ header: 'If-None-Match', detail: 'must not match the current version' }],
  })

/** 422 for a key that was used for another request. */
export const idempotencyMismatch = (): Problem =>
  new Problem('idempotency-mismatch', 'This Idempotency-Key was used with another method, path, body, If-Match or Prefer. Use a new key for a new request.', {
    errors: [{ header: 'Idempotency-Key', detail: 'was used for another request' }],
  })

/** 429 with the state of the limit (draft-ietf-httpapi-ratelimit-headers), in whole seconds. */
export const tooManyRequests = (headers: Record<string, string>, seconds: number): Problem =>
  new Problem('too-many-requests', `Rate limit exceeded. Try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`, {
    headers: { ...headers, 'Retry-After': String(seconds) },
  })

/** 429 for more concurrent requests than may wait; `whose` names them. */
export const tooManyAtOnce = (whose: string, headers: Record<string, string>): Problem =>
  new Problem('too-many-requests', `Too many concurrent ${whose}. Wait for responses before you send more.`, { headers: { ...headers, 'Retry-After': '1' } })

/** 406 that lists the media types of the response. */
export const notAcceptable = (mediaTypes: readonly string[]): Problem =>
  new Problem('not-acceptable', `The response can be sent as ${mediaTypes.join(' or ')}. Allow one of them in "Accept".`)

/** 503 that says when to retry, in seconds. */
export const unavailable = (detail: string, cause?: unknown, retryAfter = 1): Problem =>
  new Problem('unavailable', detail, { cause, headers: { 'Retry-After': String(retryAfter) } })

/** 500: the cause is in the log under the request's id, never in the response. */
export const internal = (cause: unknown): Problem =>
  new Problem('internal', 'The request failed. Try again; if it persists, report the X-Request-Id of this response.', { cause })

function describe(error: FieldError): string {
  const place = 'pointer' in error ? error.pointer.replace(/^#\/?/, '') || 'body' : 'parameter' in error ? error.parameter : error.header
  return `${place} ${error.detail}`
}

/** Whether the error is a problem with one of these statuses. */
export const isRefusal = (error: unknown, ...statuses: number[]): error is Problem => error instanceof Problem && statuses.includes(error.status)

/** Whether the error is a problem of this kind. */
export const isOfKind = (error: unknown, kind: ProblemKind): error is Problem => error instanceof Problem && error.kind === kind
