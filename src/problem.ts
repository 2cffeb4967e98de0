/**
 * Every error there is, as an RFC 9457 problem document. `type` is a reference to the page that explains it, so that a
 * client can act on the kind of a problem without reading its words.
 */
const kinds = {
  'invalid-request': { status: 400, title: 'The request does not match the contract' },
  'unauthenticated': { status: 401, title: 'Sign in first' },
  'invalid-credentials': { status: 401, title: 'Wrong e-mail address or password' },
  'forbidden': { status: 403, title: 'This belongs to someone else' },
  'not-found': { status: 404, title: 'Nothing here' },
  'method-not-allowed': { status: 405, title: 'This resource does not take that method' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'request-in-flight': { status: 409, title: 'That request is being carried out' },
  'email-taken': { status: 409, title: 'That e-mail address has an account already' },
  'precondition-failed': { status: 412, title: 'It has changed since' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body is not JSON' },
  'idempotency-mismatch': { status: 422, title: 'That key belongs to another request' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'internal': { status: 500, title: 'Something went wrong on our side' },
  'unavailable': { status: 503, title: 'Not available just now' },
} as const

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

/** 412 with the version that there is now. */
export const preconditionFailed = (etag: string): Problem =>
  new Problem('precondition-failed', 'The task has changed since. Get it again and decide anew.', {
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
  const place = 'pointer' in error ? error.pointer.replace('#/', '') || 'body' : 'parameter' in error ? error.parameter : error.header
  return `${place} ${error.detail}`
}
