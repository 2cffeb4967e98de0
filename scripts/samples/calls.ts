// openapi.yaml → the calls in the samples: each operation with the contract's own examples.
import { forGenerator, isObject, objectIn } from '../sdk/contract.ts'
import type { Json, JsonObject } from '../contract/document.ts'
import { typesIn, valueOf } from './value.ts'
import type { Field, Value } from './value.ts'

/** A call of an operation. */
export type Call = {
  id: string
  /** The example of its body; null without a body. */
  example: string | null
  tag: string
  /** Whether it needs a token. */
  secured: boolean
  /** Whether it is for those who run the service, rather than for a user. */
  isOfService: boolean
  /** Whether it has any arguments. */
  takesInput: boolean
  path: Field[]
  query: Field[]
  body: Model | null
  /** The model of its response, or of the items of a list; null without a body. */
  answer: { name: string; isList: boolean } | null
}

type Model = Value & { kind: 'model' }

/** The names of the models and enums that a call is made with. */
export const typesOf = ({ path, query, body }: Call): string[] => [...path, ...query].flatMap(({ value }) => typesIn(value)).concat(body ? typesIn(body) : [])

const methods = ['get', 'put', 'post', 'delete', 'patch']
// Values that only an earlier response provides.
const notAtFirst = new Set(['cursor', 'offset'])

/** The calls of every operation: one for each example of its body. */
export function callsOf(contract: JsonObject): Call[] {
  // The examples are in the contract, the types in the document from which the SDKs are generated.
  const typed = forGenerator(contract)
  return Object.entries(objectIn(contract, 'paths')).flatMap(([path, item]) =>
    methods
      .filter((method) => isObject(item) && method in item)
      .flatMap((method) => callsOfOperation({ document: contract, place: [path, method] }, { document: typed, place: [path, method] })),
  )
}

type Place = { document: JsonObject; place: [path: string, method: string] }

function callsOfOperation(shown: Place, typed: Place): Call[] {
  const operation = operationAt(shown)
  const { operationId, tags, security } = operation
  const parameters = parametersAt(shown).map((parameter, index) => ({ parameter, type: objectIn(parametersAt(typed)[index] ?? {}, 'schema') }))
  const fields = (place: string): Field[] =>
    parameters.flatMap(({ parameter, type }) => {
      const [[, example] = []] = examplesOf(shown.document, parameter)
      const { name, required = false } = parameter
      if (parameter['in'] !== place || typeof name !== 'string' || example === undefined || notAtFirst.has(name)) return []
      return [{ name, required: required === true, value: valueOf(typed.document, type, example) }]
    })
  const bodies = bodiesAt(shown, typed)
  const call: Call = {
    id: text(operationId),
    tag: Array.isArray(tags) ? text(tags[0]) : '',
    secured: !(Array.isArray(security) && security.length === 0),
    isOfService: !shown.place[0].startsWith('/api/'),
    takesInput: parameters.length + bodies.length > 0,
    path: fields('path'),
    // Two are enough; a range of days needs both ends.
    query: fields('query').slice(0, 2),
    example: null,
    body: null,
    answer: answerAt(typed),
  }
  return bodies.length > 0 ? bodies.map(([example, body]) => ({ ...call, example, body })) : [call]
}

function bodiesAt(shown: Place, typed: Place): [example: string, body: Model][] {
  const [body, typedBody] = [shown, typed].map((at) => follow(at.document, operationAt(at)['requestBody']))
  const schema = objectIn(jsonOf(typedBody ?? {}), 'schema')
  return examplesOf(shown.document, jsonOf(body ?? {})).map(([name, example]) => {
    const value = valueOf(typed.document, schema, example)
    if (value.kind !== 'model') throw new Error(`${shown.place.join(' ')}: samples support only bodies that are models; see scripts/samples/calls.ts.`)
    return [name, value]
  })
}

function answerAt(typed: Place): Call['answer'] {
  const [, answer] = Object.entries(objectIn(operationAt(typed), 'responses')).find(([status]) => status.startsWith('2')) ?? []
  const [media] = Object.values(objectIn(follow(typed.document, answer), 'content'))
  if (!isObject(media)) return null
  const schema = objectIn(media, 'schema')
  const isList = schema['type'] === 'array'
  const { $ref } = isList ? objectIn(schema, 'items') : schema
  return { name: text($ref).split('/').at(-1) || 'text', isList }
}

const itemAt = ({ document, place: [path] }: Place): JsonObject => objectIn(objectIn(document, 'paths'), path)
const operationAt = (at: Place): JsonObject => objectIn(itemAt(at), at.place[1])

function parametersAt(at: Place): JsonObject[] {
  return [itemAt(at), operationAt(at)]
    .flatMap(({ parameters }) => (Array.isArray(parameters) ? parameters : []))
    .map((parameter) => follow(at.document, parameter))
}

const jsonOf = (body: JsonObject): JsonObject => objectIn(objectIn(body, 'content'), 'application/json')

function examplesOf(document: JsonObject, { example, examples }: JsonObject): [name: string, example: Json][] {
  if (example !== undefined) return [['default', example]]
  return Object.entries(isObject(examples) ? examples : {}).map(([name, each]) => [name, follow(document, each)['value'] ?? null])
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')

function follow(document: JsonObject, value: Json | undefined): JsonObject {
  if (!isObject(value)) return {}
  const { $ref } = value
  if (typeof $ref !== 'string') return value
  return $ref
    .split('/')
    .slice(1)
    .reduce((at, step) => objectIn(at, step), document)
}
