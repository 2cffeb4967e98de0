import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { loadContract, resolve } from '../contract/contract.ts'
import type { ContractDocument, OperationFacts } from '../contract/contract.ts'
import type { OperationId } from '../generated/operation-ids.ts'

type Reference = { $ref: string }
type Examples = Record<string, { value?: unknown } | Reference>

/** The part of a JSON Schema that the kit reads itself; Ajv reads the rest. */
export type Schema = {
  '$ref'?: string
  'type'?: string | string[]
  'format'?: string
  'maxLength'?: number
  'items'?: Schema
  'properties'?: Record<string, Schema>
  'required'?: string[]
  'x-exactly-one'?: string[]
}

/** A parameter of an operation. */
export type Parameter = { name: string; in: 'path' | 'query' | 'header'; schema: Schema }

/** A response that an operation declares. */
export type DeclaredAnswer = {
  /** The name of the response in the contract's components, if it is shared. */
  shared: string | null
  mediaType: string | null
  schema: Schema | null
  headers: { name: string; required: boolean; schema: Schema }[]
}

/** An operation with everything that the kit checks. */
export type Declared = OperationFacts & {
  parameters: Parameter[]
  /** The example bodies of the contract, by name. */
  examples: Record<string, Record<string, unknown>>
  /** The fields of its body, the required ones, and those that exclude each other. */
  fields: Record<string, Schema>
  requiredFields: string[]
  alternatives: string[]
  answers: Map<number, DeclaredAnswer>
}

/** The contract that a deployment is checked against. */
export type Expectations = {
  version: string
  operations: Declared[]
  operation(id: OperationId): Declared
  /** Follows a schema's reference. */
  follow(schema: Schema): Schema
  /** The errors of a value by a schema; empty if it is valid. */
  faults(schema: Schema, value: unknown): string[]
}

type ResponseObject = {
  content?: Record<string, { schema?: Schema }>
  headers?: Record<string, { required?: boolean; schema: Schema } | Reference>
}
type OperationObject = {
  parameters?: (Parameter | Reference)[]
  requestBody?: { content: Record<string, { examples?: Examples }> } | Reference
  responses: Record<string, ResponseObject | Reference>
}

/** Reads the contract in this package. */
export function loadExpectations(): Expectations {
  const { document, operations: facts } = loadContract()
  const operations = facts.map((operation) => declared(document, operation))
  const faults = createFaults(document)
  return {
    version: document.info.version,
    operations,
    faults,
    follow: (schema) => resolve<Schema>(document, schema),
    operation(id) {
      const found = operations.find((operation) => operation.id === id)
      if (!found) throw new Error(`openapi.yaml has no operation ${id}`)
      return found
    },
  }
}

function declared(document: ContractDocument, facts: OperationFacts): Declared {
  const item = document.paths[facts.path] as { parameters?: (Parameter | Reference)[] } & Record<string, unknown>
  const operation = item[facts.method.toLowerCase()] as OperationObject // the linter checks its shape
  const requestBody = operation.requestBody && resolve<{ content: Record<string, { examples?: Examples }> }>(document, operation.requestBody)
  const { properties = {}, required = [], 'x-exactly-one': alternatives = [] } = resolve<Schema>(document, facts.bodySchema ?? {})
  const shown = Object.entries(requestBody?.content['application/json']?.examples ?? {})
  return {
    ...facts,
    parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) => resolve<Parameter>(document, parameter)),
    // Examples of bodies are objects, as all bodies are: contract.test.ts checks them against their schemas.
    examples: Object.fromEntries(shown.map(([name, example]) => [name, resolve<{ value?: unknown }>(document, example).value as Record<string, unknown>])),
    fields: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, resolve<Schema>(document, schema)])),
    requiredFields: required,
    alternatives,
    answers: new Map(Object.entries(operation.responses).map(([status, response]) => [Number(status), answerOf(document, response)])),
  }
}

function answerOf(document: ContractDocument, response: ResponseObject | Reference): DeclaredAnswer {
  const { content = {}, headers = {} } = resolve<ResponseObject>(document, response)
  const [[mediaType, { schema = null }] = [null, {}]] = Object.entries(content)
  return {
    shared: '$ref' in response ? (response.$ref.split('/').at(-1) ?? null) : null,
    mediaType,
    schema,
    headers: Object.entries(headers).map(([name, header]) => {
      const { required = false, schema: ofHeader } = resolve<{ required?: boolean; schema: Schema }>(document, header)
      return { name, required, schema: ofHeader }
    }),
  }
}

function createFaults({ components }: ContractDocument): Expectations['faults'] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false })
  addFormats.default(ajv)
  const compiled = new Map<Schema, ReturnType<typeof ajv.compile>>()
  return (schema, value) => {
    // Its references point to the components.
    const check = compiled.get(schema) ?? ajv.compile({ ...schema, components })
    compiled.set(schema, check)
    return check(value) ? [] : (check.errors ?? []).map(({ instancePath, message = 'is not as declared' }) => `${instancePath} ${message}`.trim())
  }
}
