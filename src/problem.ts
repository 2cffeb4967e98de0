/**
 * Every error there is, as an RFC 9457 problem document. `type` is a reference to the page that explains it, so that a
 * client can act on the kind of a problem without reading its words.
 */
const kinds = {
  'invalid-request': {
    status: 400,
    title: 'The request does not match the contract',
    advice: 'A parameter, a header or a field of the body is missing, or not as the contract says. `errors` names each one and says what it has to be. Mend them and send the request again.',
  },
  'unauthenticated': {
    status: 401,
    title: 'Sign in first',
    advice: 'The request has no bearer token, or one that is not good (any more). Send `Authorization: Bearer` with an access token; where it has expired, refresh it or log in again.',
  },
  'invalid-credentials': {
    status: 401,
    title: 'Wrong e-mail address or password',
    advice: 'No account has that e-mail address and that password. The answer is the same whether the address is known or not.',
  },
  'forbidden': {
    status: 403,
    title: 'This belongs to someone else',
    advice: 'The path names another user. Use your own id, your token\'s subject, or `me`.',
  },
  'origin-refused': {
    status: 403,
    title: 'Pages of that origin are not let in',
    advice: 'A browser says that the request comes from a page of another origin. The operator lists those that may call in `CORS_ORIGINS`.',
  },
  'not-found': {
    status: 404,
    title: 'Nothing here',
    advice: 'You have nothing of that kind under that id, or the path is not in the contract. It may have been deleted.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This resource does not take that method',
    advice: 'The path is right, the method is not. `Allow` lists those it takes.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    advice: 'The request took too long to arrive. Send it anew, in one go.',
  },
  'request-in-flight': {
    status: 409,
    title: 'That request is being carried out',
    advice: 'An earlier request with the same Idempotency-Key has not been answered yet. Wait for a second and send yours again: it gets the same answer.',
  },
  'email-taken': {
    status: 409,
    title: 'That e-mail address has an account already',
    advice: 'An account with that e-mail address exists already. Log in instead.',
  },
  'tag-taken': {
    status: 409,
    title: 'There is a tag of that name already',
    advice: 'Another of your tags has that name, but for upper and lower case perhaps. Choose another name; or put that tag on the tasks and delete this one.',
  },
  'precondition-failed': {
    status: 412,
    title: 'It has changed since',
    advice: 'Someone changed it after you got it, so that your change would have overwritten theirs. Get it again and decide anew; `ETag` is its version now.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    advice: 'The body is larger than 100 KB once decompressed. Send less of it at a time.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is not JSON',
    advice: 'The body is not JSON in UTF-8, or is compressed in a way this service does not read. Send `Content-Type: application/json`.',
  },
  'idempotency-mismatch': {
    status: 422,
    title: 'That key belongs to another request',
    advice: 'This Idempotency-Key came with another method, path or body before. A key stands for one request: make a new one for a new request.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    advice: 'The request line and the headers together are larger than 16 KB.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    advice: 'A limit is used up. `Retry-After` says in how many seconds it starts anew, `RateLimit-Policy` what it is.',
  },
  'internal': {
    status: 500,
    title: 'Something went wrong on our side',
    advice: 'The fault is on our side, and nothing was changed. Try again; if it persists, report the `X-Request-Id` of the answer.',
  },
  'unavailable': {
    status: 503,
    title: 'Not available just now',
    advice: 'The service cannot carry the request out just now: its database does not answer, or it has more to do than it can. Wait for as long as `Retry-After` says and try again; an Idempotency-Key makes that safe.',
  },
} as const

/** The media type of every problem (RFC 9457 section 3). */
export const problemType = 'application/problem+json'

/** Every kind of problem: the last segment of its `type`. */
export const problemKinds = Object.keys(kinds) as ProblemKind[] // Object.keys is typed as any texts

/** What there is to say of a kind of problem: its status, its title, and what to do about it. */
export const explanationOf = (kind: ProblemKind): { status: number; title: string; advice: string } => kinds[kind]

/** The kinds of problem there are: the last segment of a problem's `type`. */
export type ProblemKind = keyof typeof kinds

/** What is wrong with one field of a request: where it stands, and what its value has to be. */
export type FieldError = { detail: string } & ({ pointer: string } | { parameter: string } | { header: string })

/** The wire form of a problem: RFC 9457 section 3, `errors` where fields are at fault, `message` for front ends that read it. */
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
 * A refusal, worded for the person who has to mend the request. Thrown, it undoes the request's transaction; returned
 * by a handler, it keeps what the handler did (a stolen refresh token is answered 401 *and* its family stays revoked).
 */
export class Problem extends Error {
  readonly kind: ProblemKind
  readonly headers: Readonly<Record<string, string>>
  readonly errors: readonly FieldError[]

  constructor(kind: ProblemKind, detail: string, more: ErrorOptions & { headers?: Record<string, string>; errors?: FieldError[] } = {}) {
    super(detail, more)
    this.kind = kind
    this.headers = more.headers ?? {}
    this.errors = more.errors ?? []
  }

  /** The same, told of a request that held the refused one: its fields stand elsewhere. */
  within(place: (error: FieldError) => FieldError): Problem {
    return new Problem(this.kind, this.message, { cause: this.cause, headers: this.headers, errors: this.errors.map(place) })
  }

  get status(): number {
    return kinds[this.kind].status
  }

  /** The document to send; `instance` is the path that was asked for. */
  document(instance: string): ProblemDocument {
    const { status, title } = kinds[this.kind]
    const document = { type: `/docs/problems/${this.kind}`, title, status, detail: this.message, instance, message: this.message }
    return this.errors.length > 0 ? { ...document, errors: [...this.errors] } : document
  }
}

/** 400 with the fields at fault; the detail sums them up. What clients name may be of any length and number, the answer not. */
export function invalidRequest(found: FieldError[]): Problem {
  const errors = found.slice(0, mostErrors).map(shortened)
  return new Problem('invalid-request', cut(errors.map(describe).join('; '), 10_000), { errors })
}

const mostErrors = 1_000

function shortened(error: FieldError): FieldError {
  if ('pointer' in error) return { ...error, pointer: cut(error.pointer, 1_000) }
  return 'parameter' in error ? { ...error, parameter: cut(error.parameter, 1_000) } : error
}

/** A text of so many characters at most, that ends in an ellipsis where something was left out. */
const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text)

/** 400 for a request that is wrong as a whole rather than in a field. */
export const malformedRequest = (detail: string): Problem => new Problem('invalid-request', detail)

/** 401 with the challenge RFC 9110 section 11.6.1 asks for; `invalid_token` (RFC 6750) where one was presented. */
export const unauthenticated = (detail: string, presented = true): Problem =>
  new Problem('unauthenticated', detail, {
    headers: { 'WWW-Authenticate': presented ? 'Bearer realm="taskpact", error="invalid_token"' : 'Bearer realm="taskpact"' },
  })

/** 401 for a sign-in that failed; the same words whether the address is known or not. */
export const invalidCredentials = (): Problem =>
  new Problem('invalid-credentials', 'There is no account with that e-mail address and password.', {
    headers: { 'WWW-Authenticate': 'Bearer realm="taskpact"' },
  })

/** 403. One front end signs its user out when it reads certain words, so they stay out of this text. */
export const forbidden = (): Problem =>
  new Problem('forbidden', 'This path names another user. Use your own id, or "me".')

/** 404 for a resource of the caller's that is not there; `what` names it. */
export const notFound = (what: string): Problem => new Problem('not-found', `You have no such ${what}.`)

/** 409 for an address that has a password account already. */
export const emailTaken = (): Problem =>
  new Problem('email-taken', 'That e-mail address has an account already. Log in instead.', {
    errors: [{ pointer: '#/email', detail: 'is taken' }],
  })

/** 409 for a tag's name that another one has. */
export const tagTaken = (): Problem =>
  new Problem('tag-taken', 'Another tag has that name already.', { errors: [{ pointer: '#/name', detail: 'is taken' }] })

/** 412 with the version that there is now; `what` names the resource. */
export const preconditionFailed = (etag: string, what = 'task'): Problem =>
  new Problem('precondition-failed', `The ${what} has changed since. Get it again and decide anew.`, {
    headers: { ETag: etag },
    errors: [{ header: 'If-Match', detail: 'is not the version there is now' }],
  })

/** 422 for a key that was sent with another request before. */
export const idempotencyMismatch = (): Problem =>
  new Problem('idempotency-mismatch', 'This Idempotency-Key was sent with another method, path or body. Use a new key for a new request.', {
    errors: [{ header: 'Idempotency-Key', detail: 'was used for another request' }],
  })

/** 429 with what is left of which limit (draft-ietf-httpapi-ratelimit-headers), in whole seconds. */
export const tooManyRequests = (headers: Record<string, string>, seconds: number): Problem =>
  new Problem('too-many-requests', `That was too often. Try again in ${seconds} seconds.`, {
    headers: { ...headers, 'Retry-After': String(seconds) },
  })

/** 503 that says when to come back, in seconds. */
export const unavailable = (detail: string, cause?: unknown, retryAfter = 1): Problem =>
  new Problem('unavailable', detail, { cause, headers: { 'Retry-After': String(retryAfter) } })

/** 500: whatever it was is in the log under the request's id, not in the answer. */
export const internal = (cause: unknown): Problem =>
  new Problem('internal', 'The request was not carried out. Try again; if it persists, report the X-Request-Id of this answer.', { cause })

function describe(error: FieldError): string {
  const place = 'pointer' in error ? error.pointer.replace(/^#\/?/, '') || 'body' : 'parameter' in error ? error.parameter : error.header
  return `${place} ${error.detail}`
}
