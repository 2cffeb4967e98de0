import { declarationOf } from '../contract/contract.ts'
import type { Contract, Declaration, OperationFacts } from '../contract/contract.ts'
import type { OperationId } from '../generated/operation-ids.ts'
import { isBatchable } from '../execution/batch.ts'
import type { Input } from './input.ts'
import { inputSchemaOf, outputSchemaOf } from './schema.ts'

/** A tool as `tools/list` shows it. */
export type ToolCard = {
  name: string
  title: string
  description: string
  inputSchema: object
  outputSchema?: object
  annotations: { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: false }
}

/** A tool: its card, and the operation that a call of it stands for. */
export type Tool = {
  card: ToolCard
  operation: OperationFacts
  inputs: ReadonlyMap<string, Input>
  /** What to say where the answer has no body. */
  done: string
}

// The plan's names, where they are not the operationId's own words.
const planned: Partial<Record<OperationId, string>> = { createTask: 'add_task', patchTask: 'update_task' }

// The others are a client's own business: what it has kept, and how it wants to be answered.
const headersOffered = ['If-Match', 'Idempotency-Key']

/**
 * The tools of a contract: what a batch can carry out, without any PUT beside a PATCH of the same path, which does the same.
 * Signing in, the account, probes and documents are for people and machinery, and a batch would be a tool of tools.
 * @throws where two tools, or two inputs of one, would have the same name
 */
export function toolsOf({ document, operations }: Contract): ReadonlyMap<string, Tool> {
  const patched = new Set(operations.filter(({ method }) => method === 'PATCH').map(({ path }) => path))
  const offered = operations.filter((operation) => isBatchable(operation) && !(operation.method === 'PUT' && patched.has(operation.path)))
  const tools = offered.map((operation) => toolOf(operation, declarationOf(document, operation)))
  return named(tools.map((tool) => [tool.card.name, tool]), 'openapi.yaml: two tools')
}

function toolOf(operation: OperationFacts, declaration: Declaration): Tool {
  const inputs = named(inputsOf(operation, declaration).map((input) => [input.name, input]), `openapi.yaml: two inputs of ${operation.id}`)
  const answer = declaration.responses[operation.success]
  const outputSchema = outputSchemaOf(answer?.content?.['application/json']?.schema)
  const card = {
    name: planned[operation.id] ?? snakeCase(operation.id),
    title: declaration.summary,
    description: `${declaration.summary}. ${declaration.description.trim()}`,
    inputSchema: inputSchemaOf([...inputs.values()]),
    ...(outputSchema && { outputSchema }),
    annotations: annotationsOf(operation.method),
  }
  return { card, operation, inputs, done: answer?.description ?? 'Done.' }
}

/** What RFC 9110 says of the methods, in MCP's terms: of those that change something, only POST adds without replacing. */
function annotationsOf(method: OperationFacts['method']): ToolCard['annotations'] {
  return {
    readOnlyHint: method === 'GET',
    destructiveHint: method !== 'GET' && method !== 'POST',
    idempotentHint: method !== 'POST' && method !== 'PATCH',
    openWorldHint: false,
  }
}

function inputsOf({ id, body, bodySchema }: OperationFacts, { parameters, requestBody }: Declaration): Input[] {
  const ofParameters = parameters.flatMap(({ name, in: place, required = false, description, schema }): Input[] => {
    if (name === 'user_id') return []
    if (place === 'path' || place === 'query') return [{ name, place, field: name, required, schema: { ...schema, description } }]
    return headersOffered.includes(name) ? [{ name: inputNameOf(name), place: 'header', field: name, required, schema: { ...schema, description } }] : []
  })
  if (!bodySchema) return ofParameters
  const { properties, required = [] } = requestBody?.content['application/json']?.schema ?? {}
  if (!properties) throw new Error(`openapi.yaml: the body of ${id} names no properties, so that it cannot be a tool's inputs`)
  const ofBody = Object.entries(properties).map(([name, schema]): Input => {
    return { name, place: 'body', field: name, required: body === 'required' && required.includes(name), schema }
  })
  return [...ofParameters, ...ofBody]
}

/** What an input is called that stands for a header: `if_match` for `If-Match`. */
export const inputNameOf = (header: string): string => header.toLowerCase().replaceAll('-', '_')

const snakeCase = (id: string): string => id.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** A map, of which no name is given twice. */
function named<Value>(entries: [string, Value][], what: string): ReadonlyMap<string, Value> {
  const map = new Map<string, Value>()
  for (const [name, value] of entries) {
    if (map.has(name)) throw new Error(`${what} would be called "${name}"; rename one of them`)
    map.set(name, value)
  }
  return map
}
