// The files of a new operation, to be filled in.
import { UsageError } from '../support/program.ts'

/** An operation that is to be added. */
export type NewOperation = { id: string; tag: string; method: string; path: string }

/** A file to write: what is missing of it is marked TODO. */
export type Stub = { path: string; text: string }

const takesBody = ({ method }: NewOperation): boolean => ['POST', 'PUT', 'PATCH'].includes(method)
const takesKey = ({ method }: NewOperation): boolean => ['POST', 'PATCH'].includes(method)
const successOf = ({ method }: NewOperation): number => (method === 'DELETE' ? 204 : method === 'POST' ? 201 : 200)
const isOwned = ({ path }: NewOperation): boolean => path.startsWith('/api/{user_id}')

/** The responses that the service gives by itself, by status: every operation of this kind declares them. */
function commonResponses(operation: NewOperation): [status: number, name: string][] {
  const all: [number, string, boolean][] = [
    [400, 'InvalidRequest', true],
    [401, 'Unauthenticated', isOwned(operation)],
    [403, 'Forbidden', isOwned(operation)],
    [404, 'NotFound', operation.path.includes('{id}')],
    [408, 'RequestTimeout', takesBody(operation)],
    [409, 'IdempotencyInFlight', takesKey(operation)],
    [413, 'BodyTooLarge', takesBody(operation)],
    [415, 'UnsupportedMediaType', takesBody(operation)],
    [422, 'IdempotencyMismatch', takesKey(operation)],
    [429, 'TooManyRequests', isOwned(operation)],
    [503, 'Unavailable', true],
  ]
  return all.flatMap(([status, name, applies]) => (applies ? [[status, name]] : []))
}

/** The scope that a personal access token needs, or the safest choice. */
const scopeOf = ({ tag, method }: NewOperation): string =>
  ['tasks', 'lists', 'tags'].includes(tag) ? `[${tag}:${method === 'GET' ? 'read' : 'write'}]` : 'sign-in # TODO: or the scopes with which a token will do'

const snakeCase = (id: string): string => id.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The lines of an operation in openapi.yaml, from its method on. */
export function contractLines(operation: NewOperation): string[] {
  const { id, tag, method } = operation
  const parameters = [...(takesKey(operation) ? ['IdempotencyKey'] : []), 'Prefer']
  const example = 'examples: { first: { summary: TODO, value: { name: TODO } } }'
  const content = [
    'content:',
    '  application/json:',
    "    schema: { type: object, description: TODO, required: [name], properties: { name: { $ref: '#/components/schemas/ListName' } } }",
    `    ${example}`,
  ]
  const body = ['content:', '  application/json:', "    schema: { $ref: '#/components/schemas/ListUpdate' } # TODO: a schema of its own", `    ${example}`]
  const indented = (lines: string[], spaces: number): string[] => lines.map((line) => `${' '.repeat(spaces)}${line}`)
  return [
    `    ${method.toLowerCase()}:`,
    `      operationId: ${id}`,
    `      tags: [${tag}]`,
    ...(isOwned(operation)
      ? [`      x-scope: ${scopeOf(operation)}`, '      x-batch: true', `      x-tool: { name: ${snakeCase(id)}, description: TODO }`]
      : ['      security: []']),
    '      summary: TODO',
    '      description: TODO',
    `      parameters: [${parameters.map((name) => `{ $ref: '#/components/parameters/${name}' }`).join(', ')}]`,
    ...(takesBody(operation) ? ['      requestBody:', '        description: TODO', '        required: true', ...indented(body, 8)] : []),
    '      responses:',
    `        '${successOf(operation)}':`,
    '          description: TODO',
    ...(successOf(operation) === 204 ? [] : indented(content, 10)),
    ...commonResponses(operation).map(([status, name]) => `        '${status}': { $ref: '#/components/responses/${name}' }`),
  ]
}

/** The parameter for `{id}`, by the noun in front of it. */
const idParameterOf = (path: string): string => (/\/(?:deleted-)?lists\/\{id\}/.test(path) ? 'ListId' : /\/tags\/\{id\}/.test(path) ? 'TagId' : 'TaskId')

/** openapi.yaml with the operation added: next to the other methods of its path, or after the other paths of its tag. */
export function contractWith(text: string, operation: NewOperation): string {
  const lines = text.split('\n')
  const { tag, path } = operation
  const at = lines.indexOf(`  ${path}:`)
  const last = at >= 0 ? at : lines.findLastIndex((line) => line === `      tags: [${tag}]`)
  if (last < 0)
    throw new UsageError(`openapi.yaml has no operation with the tag "${tag}". Use one of its tags, or write the first operation of a new tag by hand.`)
  const end = lines.findIndex((line, index) => index > last && /^(?: {2}\/| {2}# ──|\w)/.test(line))
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => (name === 'user_id' ? 'UserId' : idParameterOf(path)))
  const head =
    at >= 0
      ? []
      : [
          `  ${path}:`,
          ...(parameters.length > 0 ? [`    parameters: [${parameters.map((name) => `{ $ref: '#/components/parameters/${name}' }`).join(', ')}]`] : []),
        ]
  const before = lines.slice(0, end)
  while (before.at(-1) === '') before.pop()
  return [...before, ...(head.length > 0 ? [''] : []), ...head, ...contractLines(operation), '', ...lines.slice(end)].join('\n')
}

/** The other three files. */
export function stubsOf(operation: NewOperation): Stub[] {
  const { id, tag, method, path } = operation
  const call = `/api/me${path.replace(/^\/api\/\{user_id\}/, '').replace('{id}', '1')}`
  const returns = successOf(operation) !== 204
  const own = commonResponses(operation)
    .filter(([status]) => [400, 404].includes(status))
    .map(([status]) => status)
  return [
    { path: `sql/${tag}/${id}.sql`, text: `-- TODO: one statement; :name is a parameter.\nselect ''::text as "name!"\nwhere caller_id() is not null\n` },
    {
      path: `src/operations/${tag}/${id}.ts`,
      text: [
        "import type { Operation } from '../../execution/operation.ts'",
        "import * as sql from '../../generated/sql.ts'",
        '',
        ...(returns
          ? [`export const ${id}: Operation<'${id}'> = ({ db }) => db.one(sql.${id}, {})`]
          : [`export const ${id}: Operation<'${id}'> = async ({ db }) => {`, `  await db.one(sql.${id}, {})`, '}']),
        '',
      ].join('\n'),
    },
    {
      path: `tests/${tag}/${id}.test.ts`,
      text: [
        "import { describe, expect } from 'vitest'",
        "import { testsOf } from '../support/operation-tests.ts'",
        "import { testService } from '../support/service.ts'",
        '',
        `const test = testsOf('${id}')`,
        'const service = testService()',
        '',
        `describe('${id}', () => {`,
        ...[successOf(operation), ...own]
          .flatMap((status) => [
            `  test('${status}: TODO', () => {`,
            `    expect.fail(\`TODO: send ${method} \${service.url}${call}, and say what the client sees\`)`,
            '  })',
            '',
          ])
          .slice(0, -1),
        '})',
        '',
      ].join('\n'),
    },
  ]
}
