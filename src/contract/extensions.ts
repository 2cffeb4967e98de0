import { isObject } from '../json.ts'

/** What an operation does to sessions: clients keep or drop their tokens by it. */
export type SessionEffect = 'starts' | 'renews' | 'ends' | 'ends-others' | 'removes'

/** An MCP tool: its name, its description for a model, and what a client may know of its effects before it asks its user. */
export type ToolFacts = {
  name: string
  description: string
  /** Whether it only adds: it changes and removes nothing. */
  additive: boolean
  /** Whether a repetition with the same inputs has no further effect. */
  idempotent: boolean
}

/** The extensions of an operation, `x-…`; the head of openapi.yaml explains each. */
export type Extensions = {
  /** Whether a batch may contain it. */
  batch: boolean
  /**
   * What a personal access token needs for it: each of these scopes, or those of each operation of a batch, or it takes a sign-in; null for an
   * operation without a token.
   */
  scope: readonly string[] | 'of-each' | 'sign-in' | null
  /** The MCP tool that it is; null if it is not a tool. */
  tool: ToolFacts | null
  session: SessionEffect | null
  /** The field of its body that names the account whose sign-in limit it counts against; `callersOwn` for the caller's. */
  signInLimit: string | null
  /** Whether it queues a mail. */
  mail: boolean
  /** Whether it ends sessions, tokens or the account, on all replicas of the database too. */
  revokes: boolean
  /** The array in its body whose items count as a request each. */
  countsEach: string | null
  /** Whether `Prefer: merge` merges it: the fields that it changes even if its body has none of them; null if it is not merged. */
  merge: string[] | null
  /** Its other paths, which mean the same. */
  alsoAt: string[]
  /** Whether its body may be a form (application/x-www-form-urlencoded) as well. */
  alsoForm: boolean
  /** Whether its response has a secret. */
  secret: boolean
  /** The name of the file that clients save its response as, if it is sent while it is being read; null otherwise. */
  streamed: string | null
  /** How to narrow the request, if its cost depends on the amount of the user's data; null otherwise. */
  narrow: string | null
}

/** The same as written in openapi.yaml. */
export type ExtensionObject = {
  'operationId': string
  'security'?: unknown[]
  'x-scope'?: unknown
  'x-batch'?: unknown
  'x-tool'?: unknown
  'x-session'?: unknown
  'x-sign-in-limit'?: unknown
  'x-mail'?: unknown
  'x-revokes'?: unknown
  'x-counts-each'?: unknown
  'x-merge'?: unknown
  'x-streamed'?: unknown
  'x-narrow'?: unknown
  'x-also-at'?: unknown
  'x-also-form'?: unknown
  'x-secret'?: unknown
}

const effects: readonly SessionEffect[] = ['starts', 'renews', 'ends', 'ends-others', 'removes']

/** The `x-sign-in-limit` of an operation that takes the caller's own password. */
export const callersOwn = 'caller'

/**
 * Reads the extensions.
 * @param fields the names of the fields of its body
 * @throws for a value that the head of openapi.yaml does not allow
 */
export function extensionsOf(operation: ExtensionObject, fields: readonly string[]): Extensions {
  const {
    'x-batch': batch = false,
    'x-scope': scope,
    'x-tool': tool,
    'x-session': session,
    'x-sign-in-limit': signInLimit,
    'x-mail': mail = false,
    'x-revokes': revokes = false,
    'x-counts-each': countsEach,
    'x-merge': merge,
    'x-streamed': streamed,
    'x-narrow': narrow,
    'x-also-at': alsoAt = [],
    'x-also-form': alsoForm = false,
    'x-secret': secret = false,
  } = operation
  const wrong = (word: string, needed: string): never => {
    throw new Error(`openapi.yaml: ${word} of ${operation.operationId} must be ${needed}`)
  }
  const field = (word: string, name: unknown): string | null => {
    if (name === undefined) return null
    return typeof name === 'string' && fields.includes(name)
      ? name
      : wrong(word, word === 'x-sign-in-limit' ? `a field of its body, or ${callersOwn}` : 'a field of its body')
  }
  const scopeOf = (): Extensions['scope'] => {
    const needed = 'one or more such as [tasks:read], of-each for a batch, or sign-in; and absent without a token'
    if (operation.security?.length === 0) return scope === undefined ? null : wrong('x-scope', needed)
    if (scope === 'sign-in' || (scope === 'of-each' && countsEach !== undefined)) return scope
    return Array.isArray(scope) && scope.length > 0 && scope.every(isScope) ? scope : wrong('x-scope', needed)
  }
  const toolOf = (): ToolFacts | null => {
    if (tool === undefined) return null
    const { name, description, hints = [], ...others } = isObject(tool) ? tool : {}
    if (typeof name !== 'string' || !/^[a-z]+(?:_[a-z]+)*$/.test(name)) return wrong('x-tool', 'a name in snake_case and a description')
    if (typeof description !== 'string' || description === '' || Object.keys(others).length > 0)
      return wrong('x-tool', 'a name in snake_case and a description')
    if (!Array.isArray(hints) || !hints.every((hint) => hint === 'additive' || hint === 'idempotent')) {
      return wrong('x-tool', 'a name and a description, with hints of additive and idempotent')
    }
    return { name, description, additive: hints.includes('additive'), idempotent: hints.includes('idempotent') }
  }
  const isField = (name: unknown): name is string => typeof name === 'string' && fields.includes(name)
  return {
    alsoAt: Array.isArray(alsoAt) && alsoAt.every(isPath) ? alsoAt : wrong('x-also-at', 'a list of paths'),
    alsoForm: typeof alsoForm === 'boolean' ? alsoForm : wrong('x-also-form', 'true or false'),
    scope: scopeOf(),
    secret: typeof secret === 'boolean' ? secret : wrong('x-secret', 'true or false'),
    batch: typeof batch === 'boolean' ? batch : wrong('x-batch', 'true or false'),
    tool: toolOf(),
    session: session === undefined ? null : (effects.find((effect) => effect === session) ?? wrong('x-session', `one of ${effects.join(', ')}`)),
    signInLimit: signInLimit === callersOwn ? callersOwn : field('x-sign-in-limit', signInLimit),
    mail: typeof mail === 'boolean' ? mail : wrong('x-mail', 'true or false'),
    revokes: typeof revokes === 'boolean' ? revokes : wrong('x-revokes', 'true or false'),
    countsEach: field('x-counts-each', countsEach),
    merge: merge === undefined ? null : Array.isArray(merge) && merge.every(isField) ? merge : wrong('x-merge', 'a list of fields of its body'),
    streamed:
      streamed === undefined
        ? null
        : typeof streamed === 'string' && /^[a-z]+(?:-[a-z]+)*$/.test(streamed)
          ? streamed
          : wrong('x-streamed', 'a name such as taskpact-export'),
    narrow: narrow === undefined ? null : typeof narrow === 'string' ? narrow : wrong('x-narrow', 'a sentence'),
  }
}

const isPath = (value: unknown): value is string => typeof value === 'string' && /^(?:\/[\w-]+)+$/.test(value)

const isScope = (value: unknown): value is string => typeof value === 'string' && /^[a-z]+:(?:read|write)$/.test(value)
