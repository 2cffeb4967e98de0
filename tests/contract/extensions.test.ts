import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { operationsOf } from '../../src/contract/contract.ts'
import type { OperationFacts } from '../../src/contract/contract.ts'
import { refuseUnknownWords } from '../../scripts/generate/words-of-its-own.ts'
import { createRouter } from '../../src/http/router.ts'
import { operations } from '../support/document.ts'

const text = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')

/** The operations of a contract in which a line stands in place of another. */
const operationsWith = (line: string, instead: string): OperationFacts[] => {
  if (!text.includes(line)) throw new Error(`openapi.yaml has no line "${line}"`)
  return operationsOf(parse(text.replace(line, instead)))
}

describe('openapi.yaml says of an operation', () => {
  test('whether a batch may hold it: what is under /api/{user_id}/, except a batch, an export, the record of changes, webhooks, sessions and tokens', () => {
    const apart = ['changes', 'webhooks', 'sessions', 'tokens']
    const isApart = ({ tag, countsEach, streamed }: OperationFacts): boolean => apart.includes(tag) || countsEach !== null || streamed !== null
    const expected = operations.filter((operation) => operation.path.startsWith('/api/{user_id}/') && !isApart(operation))
    expect(operations.filter(({ batch }) => batch)).toEqual(expected)
  })

  test('its name as a tool: those of a batch, except a PUT that does what a PATCH does, and what an assistant needs of the changes', () => {
    const ofChanges = ['listChanges', 'undoChange']
    const patched = operations.filter(({ method }) => method === 'PATCH').map(({ path }) => path)
    const expected = operations.filter(({ id, batch, method, path }) => ofChanges.includes(id) || (batch && !(method === 'PUT' && patched.includes(path))))
    expect(operations.filter(({ tool }) => tool !== null)).toEqual(expected)
  })

  test.each([
    ['x-batch: true', 'x-batch: 1', 'x-batch of listTasks must be true or false'],
    ['  name: list_tasks', '  name: listTasks', 'x-tool of listTasks must be a name in snake_case and a description'],
    ['  hints: [additive]', '  hints: [safe]', 'x-tool of createTask must be a name and a description, with hints of additive and idempotent'],
    ['x-session: renews', 'x-session: prolongs', 'x-session of refreshSession must be one of starts, renews, ends, ends-others, removes'],
    ['x-sign-in-limit: refresh_token', 'x-sign-in-limit: email', 'x-sign-in-limit of refreshSession must be a field of its body, or caller'],
    ['x-also-at: [/api/auth/signin]', 'x-also-at: /api/auth/signin', 'x-also-at of loginUser must be a list of paths'],
    [
      'x-scope: of-each',
      'x-scope: all',
      'x-scope of executeBatch must be one or more such as [tasks:read], of-each for a batch, or sign-in; and absent without a token',
    ],
    [
      'x-scope: [tasks:read]\n',
      '\n',
      'x-scope of listTasks must be one or more such as [tasks:read], of-each for a batch, or sign-in; and absent without a token',
    ],
    ['x-secret: true', 'x-secret: 1', 'x-secret of createWebhook must be true or false'],
    ['x-revokes: true', 'x-revokes: 1', 'x-revokes of logoutUser must be true or false'],
    ['x-mail: true', 'x-mail: 1', 'x-mail of registerUser must be true or false'],
    ['x-streamed: taskpact-export', 'x-streamed: true', 'x-streamed of exportAccount must be a name such as taskpact-export'],
    ['x-also-form: true', 'x-also-form: 1', 'x-also-form of loginUser must be true or false'],
    ['x-also-called: [sort_by]', 'x-also-called: [order]', 'x-also-called of sort of listTasks: order is taken'],
    ['x-also-called: [sort_by]', 'x-also-called: sort_by', 'x-also-called of sort of listTasks must be a list of names'],
    ['x-also-called: [sort_by]', 'x-also-called: [skip]', 'x-also-called of sort of listTasks: skip is taken'],
    ['x-merge: [completed]', 'x-merge: [done]', 'x-merge of completeTask must be a list of fields of its body'],
    ['x-counts-each: operations', 'x-counts-each: [operations]', 'x-counts-each of executeBatch must be a field of its body'],
  ])('and not "%s" but "%s"', (line, instead, message) => {
    expect(() => operationsWith(`      ${line}`, `      ${instead}`)).toThrow(`openapi.yaml: ${message}`)
  })
})

describe('a word of its own that the head of openapi.yaml does not explain', () => {
  test.each([
    ['      x-tool:', '      x-toool:', 'x-toool at #/paths//api/{user_id}/tasks/get'],
    ['x-checked-beyond: the date must exist', 'x-checked: the date must exist', 'x-checked at #/components/schemas/DayOrTime'],
    ['value: milk, x-disabled: true', 'value: milk, x-hidden: true', 'x-hidden at #/components/parameters/'],
  ])('%s → %s', (line, instead, message) => {
    const changed = text.replace(line, instead)
    expect(() => refuseUnknownWords(changed, parse(changed))).toThrow(`openapi.yaml: ${message}`)
  })
})

test('two operations at one path and method are an error', () => {
  const twice = operationsWith('      x-also-at: [/api/auth/signin]', '      x-also-at: [/api/auth/register]')
  expect(() => createRouter(twice)).toThrow('openapi.yaml: two operations are at POST /api/auth/register')
  const hidden = operationsWith('      x-also-at: [/api/auth/signin]', '      x-also-at: [/api/tasks]')
  expect(() => createRouter(hidden)).toThrow('openapi.yaml: two operations are at POST /api/tasks')
})
