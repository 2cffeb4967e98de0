import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { OperationFacts } from '../../src/contract/contract.ts'
import { arrayOf, document, faults, follow, objectOf, objectOfOperation, objectsIn, operations, pointerTo, textIn } from '../support/document.ts'
import type { Json, JsonObject } from '../support/document.ts'
import { examples, preparing, send } from '../support/examples.ts'
import { testService } from '../support/service.ts'

const fileOf = ({ tag, id }: OperationFacts): string => `tests/${tag}/${id}.test.ts`
const absolute = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

describe('the tests of an operation', () => {
  test.each(operations)('$tag/$id: register their titles, so that each declared status is known to have one', (operation) => {
    const file = fileOf(operation)
    const text = existsSync(absolute(file)) ? readFileSync(absolute(file), 'utf8') : ''
    expect(text, `Write the tests of ${operation.id} in ${file}, with "const test = testsOf('${operation.id}')".`).toContain(`= testsOf('${operation.id}')`)
  })

  test.each([...new Set(operations.map(({ tag }) => tag))])('tests/%s holds no tests of anything else', (tag) => {
    const files = readdirSync(absolute(`tests/${tag}`)).filter((name) => name.endsWith('.test.ts'))
    const stray = files.map((name) => `tests/${tag}/${name}`).filter((file) => !operations.map(fileOf).includes(file))
    expect(stray, `No operation with the tag ${tag} is called so: rename the file, or move it.`).toEqual([])
  })
})

describe('an operation', () => {
  test('has a name of its own', () => {
    const ids = operations.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)+$/.test(id))).toEqual([])
  })

  test.each(operations)('$id says what it is', (operation) => {
    const { operationId, tags, summary, description } = objectOfOperation(operation)
    expect(operationId).toBe(operation.id)
    expect(tags).toEqual([operation.tag])
    expect(arrayOf(document['tags']).map((tag) => objectOf(tag)['name'])).toContain(operation.tag)
    expect(summary).toMatch(/\S/)
    expect(description).toMatch(/\S/)
  })

  test.each(operations)('$id declares the errors that it gives', ({ statuses, secured, path, body }) => {
    const where = (condition: boolean, ...due: number[]): number[] => (condition ? due : [])
    const owned = where(path.includes('{user_id}'), 403)
    // A batch gives those of the operations that it carries out.
    const found = where(path.includes('{id}') || path.endsWith('/batch'), 404)
    const due = [400, ...where(secured, 401, 429, 503), ...owned, ...found, ...where(body !== 'none', 408, 413, 415)]
    expect(statuses).toEqual(expect.arrayContaining(due))
    expect(statuses.filter((status) => [403, 404, 408, 413, 415].includes(status) && !due.includes(status))).toEqual([])
  })

  test.each(operations)('$id answers its errors with problems, and shows each body that it takes or gives', (operation) => {
    const { requestBody, responses } = objectOfOperation(operation)
    const bodies: [string, Json | undefined][] = [['request', requestBody], ...Object.entries(objectOf(responses))]
    for (const [name, declared] of bodies) {
      const media = Object.entries(objectOf(follow(declared)['content']))
      if (Number(name) >= 400) expect(media.map(([type]) => type)).toEqual(['application/problem+json'])
      for (const [type, { examples }] of media.map(([type, value]) => [type, objectOf(value)] as const)) {
        expect(Object.keys(objectOf(examples)), `${name} ${type} has no example`).not.toEqual([])
      }
    }
  })
})

/** The places of all objects that are at fault, as JSON pointers. */
const placesWhere = (wrong: (value: JsonObject) => boolean): string[] =>
  [...objectsIn(document)].filter(({ value }) => wrong(value)).map(({ path }) => pointerTo(...path))

const isOfType = ({ type }: JsonObject, name: string): boolean => [type, ...arrayOf(type)].includes(name)

describe('a schema', () => {
  test('of an integer has bounds', () => {
    expect(placesWhere((schema) => isOfType(schema, 'integer') && !('minimum' in schema && 'maximum' in schema))).toEqual([])
  })

  const isOneOfAFew = (schema: JsonObject): boolean => 'const' in schema || 'enum' in schema
  test('of a string has a maximum length, or an enum', () => {
    expect(placesWhere((schema) => isOfType(schema, 'string') && !('maxLength' in schema || isOneOfAFew(schema)))).toEqual([])
  })

  test('with an enum has a name of its own, as SDKs make a type of it', () => {
    expect(placesWhere((schema) => 'enum' in schema).filter((place) => !/^#\/components\/schemas\/\w+$/.test(place))).toEqual([])
  })

  test('of an array has a greatest length', () => {
    expect(placesWhere((schema) => isOfType(schema, 'array') && !('maxItems' in schema))).toEqual([])
  })

  test('has a description', () => {
    const schemas = Object.entries(objectOf(objectOf(document['components'])['schemas']))
    expect(schemas.filter(([, schema]) => textIn(follow(schema), 'description') === '').map(([name]) => name)).toEqual([])
  })

  test('describes each property, and shows it', () => {
    const isBare = (property: Json): boolean => textIn(follow(property), 'description') === '' || arrayOf(follow(property)['examples']).length === 0
    const objects = [...objectsIn(document)].filter(({ value }) => isOfType(value, 'object'))
    const bare = objects.flatMap(({ path, value }) => {
      const properties = Object.entries(objectOf(value['properties'])).filter(([, property]) => isBare(property))
      return properties.map(([name]) => pointerTo(...path, 'properties', name))
    })
    expect(bare).toEqual([])
  })

  /** Every text that a client can send, by its schema. */
  function textsIn(reference: Json | undefined): JsonObject[] {
    const schema = follow(reference)
    const inside = [...Object.values(objectOf(schema['properties'])), ...('items' in schema ? [schema['items'] ?? null] : [])]
    return [...(isOfType(schema, 'string') ? [schema] : []), ...inside.flatMap(textsIn)]
  }
  const withNul = ['\0', 'a\0', '\0a', 'a\0a', 'a\na\0', '\0a@b.cd', 'a\0@b.cd', 'a@b\0.cd', 'a@b.cd\0']

  test.each(operations)('of a string that $id takes rejects NUL', (operation) => {
    const { parameters, requestBody } = objectOfOperation(operation)
    const shared = objectOf(objectOf(document['paths'])[operation.path])['parameters']
    const sent = [...arrayOf(shared), ...arrayOf(parameters)].map(follow)
    // A header cannot hold NUL: Node's parser refuses the request.
    const schemas = sent.filter((parameter) => parameter['in'] !== 'header').map(({ schema }) => schema)
    const bodies = Object.values(objectOf(follow(requestBody)['content'])).map((media) => objectOf(media)['schema'])
    const free = [...schemas, ...bodies].flatMap(textsIn).filter((schema) => !isOneOfAFew(schema))
    const takesNul = (pattern: string): boolean => withNul.some((value) => new RegExp(pattern, 'u').test(value))
    const open = free.filter((schema) => takesNul(textIn(schema, 'pattern')))
    expect(open, 'give it a pattern that refuses the NUL character, such as ^[^\\x00]*$').toEqual([])
  })
})

/** Every example in the contract, with the pointer to the schema that it is one of. */
const shown = [...objectsIn(document)].flatMap(({ path, value }): { place: string; schema: string; example: Json }[] => {
  const { examples, example } = value
  const shows =
    (schema: string) =>
    ([name, item]: [string, Json]) => ({ place: pointerTo(...path, name), schema, example: item })
  // A schema lists its examples; a body, a parameter or a header names them.
  if (Array.isArray(examples)) return examples.map((item): [string, Json] => ['examples', item]).map(shows(pointerTo(...path)))
  if (!('schema' in value)) return []
  const named = Object.entries(objectOf(examples)).map(([name, item]): [string, Json] => [name, follow(item)['value'] ?? null])
  const all: [string, Json][] = example === undefined ? named : [...named, ['example', example]]
  return all.map(shows(pointerTo(...path, 'schema')))
})

describe('an example', () => {
  test('is there at all', () => {
    expect(shown.length).toBeGreaterThan(operations.length)
  })

  test.each(shown)('is what its schema says: $place', ({ schema, example }) => {
    expect(faults(schema, example)).toEqual([])
  })
})

describe('every request that the contract shows is carried out', () => {
  const service = testService()
  const prepare = preparing(service)

  test.each(examples)('$id: $name', async (example) => {
    const { operation } = example
    const prepared = await prepare(example)
    const answer = await send(service.url, prepared).buffer(true).expect(operation.success)

    const { content, headers } = follow(objectOf(objectOfOperation(operation)['responses'])[operation.success])
    for (const [name, header] of Object.entries(objectOf(headers))) {
      const value = answer.headers[name.toLowerCase()]
      if (follow(header)['required'] === true) expect(value, `the header ${name}`).toBeDefined()
      if (value !== undefined) expect(faults(pointerTo('components', 'headers', name, 'schema'), value)).toEqual([])
    }
    const [type] = Object.keys(objectOf(content))
    expect(answer.headers['content-type'] ?? '').toMatch(type ?? /^$/)
    // A stream starts with a cursor, and shows an event once there is one.
    if (type === 'text/event-stream') return expect(answer.text).toMatch(/^retry: \d+\nid: [\w-]+\n\n/)
    const place = ['paths', operation.path, prepared.verb, 'responses', operation.success, 'content']
    const value: Json = /json|yaml/.test(type ?? '') ? parse(answer.text) : answer.text
    expect(type === undefined ? value : faults(pointerTo(...place, type, 'schema'), value)).toHaveLength(0)
  })
})
