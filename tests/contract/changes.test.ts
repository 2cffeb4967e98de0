// Which changes of the contract break clients. Each case is an operation of its own in one contract, so that one comparison judges all.
import { beforeAll, describe, expect, test } from 'vitest'
import { breakingChanges } from '../../scripts/contract/breaking.ts'
import type { JsonObject } from '../../scripts/contract/document.ts'
import { contract, contractWith } from '../support/contract.ts'

type Case = [what: string, before: JsonObject | null, after: JsonObject | null]

const text = { type: 'string' }
const number = { type: 'integer' }
const object = (properties: JsonObject, required: string[] = []): JsonObject => ({ type: 'object', properties, required })

const request = (field: JsonObject): JsonObject => ({ requestBody: { content: { 'application/json': { schema: object({ field }) } } } })
const response = (field: JsonObject): JsonObject => ({
  responses: { 200: { description: 'Good', content: { 'application/json': { schema: object({ field }) } } } },
})
const query = (schema: JsonObject, more: JsonObject = {}): JsonObject => ({ parameters: [{ name: 'by', in: 'query', schema, ...more }] })
const body = (schema: JsonObject, more: JsonObject = {}): JsonObject => ({ requestBody: { content: { 'application/json': { schema } }, ...more } })

const breaks: Case[] = [
  ['an operation that is gone', {}, null],
  ['an operation of another name', { operationId: 'one' }, { operationId: 'other' }],
  ['a token that is needed', { security: [] }, { security: [{ bearer: [] }] }],
  ['a parameter that is gone', query(text), {}],
  ['a parameter that is required', query(text), query(text, { required: true })],
  ['a new parameter that is required', {}, query(text, { required: true })],
  ['a parameter value that is gone', query({ ...text, enum: ['a', 'b'] }), query({ ...text, enum: ['a'] })],
  ['a body that is required', body(text), body(text, { required: true })],
  ['a body that is gone', body(text), {}],
  ['a field that is required', body(object({ a: text })), body(object({ a: text }, ['a']))],
  ['a field that is gone from a request', body(object({ a: text, b: text })), body(object({ b: text }))],
  ['a field of another name in a request', body(object({ color: text })), body(object({ colour: text }))],
  ['a success status that is gone', { responses: { 200: { description: 'Good' }, 201: { description: 'Made' } } }, {}],
  ['a field that is gone from a response', response(object({ a: text })), response(object({}))],
  ['a field that may be missing from a response', response(object({ a: text }, ['a'])), response(object({ a: text }))],
  ['a shorter text', request({ ...text, maxLength: 255 }), request({ ...text, maxLength: 200 })],
  ['a limit that is new', request(text), request({ ...text, maxLength: 200 })],
  ['a higher minimum', request({ ...number, minimum: 1 }), request({ ...number, minimum: 2 })],
  ['fewer items', request({ type: 'array', items: text, maxItems: 9 }), request({ type: 'array', items: text, maxItems: 8 })],
  ['a type that is no longer taken', request({ type: ['string', 'null'] }), request(text)],
  ['a type that is new in a response', response(text), response({ type: ['string', 'null'] })],
  ['a value that is new in a response', response({ ...text, enum: ['a'] }), response({ ...text, enum: ['a', 'b'] })],
  ['another constant', request({ const: 'a' }), request({ const: 'b' })],
  ['another pattern', request({ ...text, pattern: '^a' }), request({ ...text, pattern: '^b' })],
  ['a pattern that is new', request(text), request({ ...text, pattern: '^b' })],
  ['another format', request({ ...text, format: 'date' }), request({ ...text, format: 'date-time' })],
  ['a format that is new', request(text), request({ ...text, format: 'date' })],
  ['a format that is gone from a response', response({ ...text, format: 'date' }), response(text)],
  ['a oneOf choice that is no longer taken', request({ oneOf: [text, number] }), request({ oneOf: [text] })],
  ['a oneOf choice that is new in a response', response({ oneOf: [text] }), response({ oneOf: [text, number] })],
  ['an anyOf choice that is no longer taken', request({ anyOf: [text, number] }), request({ anyOf: [text] })],
  ['an anyOf choice that is new in a response', response({ anyOf: [text] }), response({ anyOf: [text, number] })],
  ['a stricter choice of a oneOf', request({ oneOf: [object({ a: text }), text] }), request({ oneOf: [object({ a: text }, ['a']), text] })],
]

const breaksNothing: Case[] = [
  ['no change', {}, {}],
  ['a new operation', null, {}],
  ['other words', { summary: 'Create a task' }, { summary: 'Add a task' }],
  ['a new optional parameter', {}, query(text)],
  ['a parameter that is no longer required', query(text, { required: true }), query(text)],
  ['a new value that is taken', request({ ...text, enum: ['a'] }), request({ ...text, enum: ['a', 'b'] })],
  ['a new field of a request', body(object({})), body(object({ a: text }))],
  ['a field that is no longer required', body(object({ a: text }, ['a'])), body(object({ a: text }))],
  ['a new field of a response', response(object({})), response(object({ a: text }))],
  ['a longer text in a request', request({ ...text, maxLength: 9 }), request({ ...text, maxLength: 10 })],
  ['a longer text in a response', response({ ...text, maxLength: 9 }), response({ ...text, maxLength: 10 })],
  ['no limit any more in a response', response({ ...number, maximum: 9 }), response(number)],
  ['an error status that is gone', { responses: { 200: { description: 'Good' }, 404: { description: 'None' } } }, {}],
  ['a pattern that is gone from a request', request({ ...text, pattern: '^a' }), request(text)],
  ['a oneOf choice that is new in a request', request({ oneOf: [text] }), request({ oneOf: [text, number] })],
  ['an anyOf choice that is gone from a response', response({ anyOf: [text, number] }), response({ anyOf: [text] })],
  ['oneOf choices in another order', request({ oneOf: [text, number] }), request({ oneOf: [number, text] })],
]

/** A contract with an operation for each case, as it is before or after. */
const contractOf = (cases: Case[], side: 1 | 2): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Cases', version: '1.0.0' },
  paths: Object.fromEntries(
    cases.flatMap(([what, ...sides]) => {
      const operation = sides[side - 1]
      return operation ? [[pathOf(what), { post: { operationId: what, responses: { 200: { description: 'Good' } }, ...operation } }]] : []
    }),
  ),
})

const pathOf = (what: string): string => `/${what.replaceAll(' ', '-')}`

let found: string[] = []
const foundOf = (what: string): string[] => found.filter((change) => change.startsWith(`POST ${pathOf(what)}: `) || change.startsWith(`${pathOf(what)}: `))

beforeAll(async () => {
  const cases = [...breaks, ...breaksNothing]
  found = await breakingChanges(contractOf(cases, 1), contractOf(cases, 2))
})

describe('a change that breaks clients is named', () => {
  test.each(breaks)('%s', (what) => {
    expect(foundOf(what)).toHaveLength(1)
  })
})

describe('a change that breaks nothing is not', () => {
  test.each(breaksNothing)('%s', (what) => {
    expect(foundOf(what)).toEqual([])
  })
})

describe('in the contract itself', () => {
  test('a shorter text of a shared schema breaks the requests, with its place', async () => {
    const changes = await breakingChanges(contract, contractWith('    TaskTitle:\n', 'maxLength: 255', 'maxLength: 200'))
    expect(changes).toEqual(["GET /api/{user_id}/tasks: `maxLength` of `title` changed from '255' to '200'. (#/components/schemas/TaskTitle/maxLength)"])
  })

  test('a longer text of a shared schema breaks nothing', async () => {
    expect(await breakingChanges(contract, contractWith('    TaskTitle:\n', 'maxLength: 255', 'maxLength: 500'))).toEqual([])
  })
})
