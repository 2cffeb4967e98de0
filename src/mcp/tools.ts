import { declarationOf } from '../contract/contract.ts'
import type { Contract, Declaration, OperationFacts } from '../contract/contract.ts'
import type { Input } from './input.ts'
import { inputSchemaOf } from './schema.ts'
import type { InputSchema } from './schema.ts'

/** A tool as listed by `tools/list`. */
export type ToolCard = {
  name: string
  title: string
  description: string
  inputSchema: InputSchema
  annotations: { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: false }
}

/** A tool: its card, and the operation that it calls. */
export type Tool = {
  card: ToolCard
  operation: OperationFacts
  inputs: ReadonlyMap<string, Input>
  /** The text for a response without a body. */
  done: string
}

// The other headers are up to the client: its cache, and its preferences.
const headersOffered = ['If-Match', 'Idempotency-Key']

/**
 * The tools of a contract: its operations with `x-tool`.
 * @throws if two tools, or two inputs of a tool, have the same name
 */
export function toolsOf({ document, operations }: Contract): ReadonlyMap<string, Tool> {
  const tools = operations.flatMap((operation) => (operation.tool === null ? [] : [toolOf(operation, operation.tool, declarationOf(document, operation))]))
  return named(
    tools.map((tool) => [tool.card.name, tool]),
    'openapi.yaml: two tools',
  )
}

function toolOf(operation: OperationFacts, name: string, declaration: Declaration): Tool {
  const inputs = named(
    inputsOf(operation, declaration).map((input) => [input.name, input]),
    `openapi.yaml: two inputs of ${operation.id}`,
  )
  const card = {
    name,
    title: declaration.summary,
    description: `${declaration.summary}. ${declaration.description.trim()}`,
    inputSchema: inputSchemaOf([...inputs.values()]),
    annotations: annotationsOf(operation.method),
  }
  return { card, operation, inputs, done: declaration.responses[operation.success]?.description ?? 'Done.' }
}

/** The methods of RFC 9110 in MCP's terms. Of the methods that change something, only POST adds without replacing. */
function annotationsOf(method: OperationFacts['method']): ToolCard['annotations'] {
  return {
    readOnlyHint: method === 'GET',
    destructiveHint: method !== 'GET' && method !== 'POST',
    idempotentHint: method !== 'POST' && method !== 'PATCH',
    openWorldHint: false,
  }
}

const merging: Input = {
  name: 'merge',
  place: 'preference',
  field: 'merge',
  required: false,
  schema: {
    type: 'boolean',
    description: 'With if_match: make the change even if the version is not current, unless others have changed the same fields since.',
  },
}

function inputsOf({ id, body, bodySchema, merge }: OperationFacts, { parameters, requestBody }: Declaration): Input[] {
  const ofParameters = parameters.flatMap(({ name, in: place, required = false, description, schema }): Input[] => {
    if (name === 'user_id') return []
    if (place === 'path' || place === 'query') return [{ name, place, field: name, required, schema: { ...schema, description } }]
    return headersOffered.includes(name) ? [{ name: inputNameOf(name), place: 'header', field: name, required, schema: { ...schema, description } }] : []
  })
  const ofHead = merge === null ? ofParameters : [...ofParameters, merging]
  if (!bodySchema) return ofHead
  const { properties, required = [] } = requestBody?.content['application/json']?.schema ?? {}
  if (!properties) throw new Error(`openapi.yaml: the body of ${id} names no properties, so it cannot be the inputs of a tool`)
  const ofBody = Object.entries(properties).map(([name, schema]): Input => {
    return { name, place: 'body', field: name, required: body === 'required' && required.includes(name), schema }
  })
  return [...ofHead, ...ofBody]
}

/** The input name of a header: `if_match` for `If-Match`. */
export const inputNameOf = (header: string): string => header.toLowerCase().replaceAll('-', '_')

/** A map from unique names. @throws for a duplicate */
function named<Value>(entries: [string, Value][], what: string): ReadonlyMap<string, Value> {
  const map = new Map<string, Value>()
  for (const [name, value] of entries) {
    if (map.has(name)) throw new Error(`${what} would be called "${name}"; rename one of them`)
    map.set(name, value)
  }
  return map
}
