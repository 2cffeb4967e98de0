import { arrayOf, follow, jsonOf, objectOf, operationsOf, textOf, whole } from './document.ts'
import type { Json, JsonObject } from './document.ts'

/** What a contract says of one thing and of its parts. Words and examples are left out: they change nothing for a program. */
export type Outline = {
  name: string
  /** What is said of it here, such as that it is required. */
  here: Facts
  /** The name of the schema that it shares with others; null where it has none. */
  schema: string | null
  /** What is said of it wherever that schema is. */
  facts: Facts
  parts: Outline[]
}

export type Facts = Record<string, string>

const said = [
  'type', 'format', 'const', 'default', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength',
  'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'deprecated', 'x-sunset-on',
]

/** What an operation is called. */
export const operationName = (path: string, method: string): string => `\`${method.toUpperCase()} ${path}\``

/** The operations of a contract. */
export function outlineOf(document: JsonObject): Outline[] {
  return operationsOf(document).map(({ path, method, operation }) => {
    const { security = document['security'], requestBody } = operation
    const parameters = arrayOf(operation['parameters']).map((parameter) => parameterOutline(document, follow(document, parameter)))
    const answers = Object.entries(objectOf(operation['responses'])).map(([status, answer]) => answerOutline(document, `answer ${status}`, follow(document, answer)))
    return {
      name: operationName(path, method),
      schema: null,
      here: { ...factsOf(operation, ['operationId', 'deprecated', 'x-sunset-on']), token: arrayOf(security).length > 0 ? 'needed' : 'not needed' },
      facts: {},
      parts: [...parameters, ...(requestBody === undefined ? [] : [bodyOutline(document, follow(document, requestBody))]), ...answers],
    }
  })
}

function parameterOutline(document: JsonObject, parameter: JsonObject): Outline {
  const outline = schemaOutline(document, `${textOf(parameter['in'])} parameter \`${textOf(parameter['name'])}\``, parameter['schema'])
  return { ...outline, here: { ...outline.here, ...required(parameter['required'] === true), ...factsOf(parameter, ['deprecated']) } }
}

function bodyOutline(document: JsonObject, body: JsonObject): Outline {
  const outline = schemaOutline(document, 'body', jsonOf(body))
  return { ...outline, here: { ...outline.here, ...required(body['required'] === true) } }
}

function answerOutline(document: JsonObject, name: string, answer: JsonObject): Outline {
  const headers = Object.entries(objectOf(answer['headers'])).map(([header, value]) => {
    const { required: always, schema } = follow(document, value)
    return { ...schemaOutline(document, `header \`${header}\``, schema), here: required(always === true) }
  })
  const content = Object.keys(objectOf(answer['content'])).join(' or ')
  const body = jsonOf(answer)
  const here: Facts = content === '' ? {} : { content }
  return { name, here, schema: null, facts: {}, parts: [...headers, ...(body === undefined ? [] : [schemaOutline(document, 'body', body)])] }
}

function schemaOutline(document: JsonObject, name: string, value: Json | undefined, depth = 0): Outline {
  const { $ref, ...beside } = objectOf(value)
  const schema = typeof $ref === 'string' ? $ref.split('/').at(-1) ?? null : null
  // One that holds itself is told once more, and then no further.
  if (value === undefined || depth > 20) return { name, here: {}, schema, facts: {}, parts: [] }
  const all = whole(document, value)
  const inside = (part: string, other: Json): Outline => schemaOutline(document, part, other, depth + 1)
  const must = arrayOf(all['required']).map(textOf)
  const fields = Object.entries(objectOf(all['properties'])).map(([field, other]) => {
    const outline = inside(`field \`${field}\``, other)
    return { ...outline, here: { ...outline.here, ...required(must.includes(field)) } }
  })
  const { items, additionalProperties: values } = all
  return {
    name,
    here: schema === null ? {} : factsOf(beside, said),
    schema,
    facts: factsOf(schema === null ? all : whole(document, { $ref: $ref ?? null }), said),
    parts: [
      ...fields,
      ...arrayOf(all['enum']).map((each) => ({ name: `value \`${textOf(each)}\``, here: {}, schema: null, facts: {}, parts: [] })),
      ...(items === undefined ? [] : [inside('items', items)]),
      ...(typeof values === 'object' ? [inside('values', values)] : []),
    ],
  }
}

const required = (is: boolean): Facts => ({ required: is ? 'yes' : 'no' })

const factsOf = (value: JsonObject, names: string[]): Facts =>
  Object.fromEntries(names.flatMap((name) => (value[name] === undefined ? [] : [[name, [value[name]].flat().map(textOf).join(' or ')]])))
