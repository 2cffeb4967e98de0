import { declarationOf } from '../contract/contract.ts'
import type { Contract, Declaration, OperationFacts } from '../contract/contract.ts'
import type { ToolFacts } from '../contract/extensions.ts'
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

function toolOf(operation: OperationFacts, facts: ToolFacts, declaration: Declaration): Tool {
  const inputs = named(
    inputsOf(operation, declaration).map((input) => [input.name, input]),
    `openapi.yaml: two inputs of ${operation.id}`,
  )
  const card = {
    name: facts.name,
    title: declaration.summary,
    description: facts.description,
    inputSchema: inputSchemaOf([...inputs.values()]),
    annotations: annotationsOf(operation.method, facts),
  }
  return { card, operation, inputs, done: declaration.responses[operation.success]?.description ?? 'Done.' }
}

/** The hints in MCP's terms: what is not only additive is destructive, even if it can be undone. */
function annotationsOf(method: OperationFacts['method'], { additive, idempotent }: ToolFacts): ToolCard['annotations'] {
  const readOnly = method === 'GET'
  return { readOnlyHint: readOnly, destructiveHint: !readOnly && !additive, idempotentHint: readOnly || idempotent, openWorldHint: false }
}

const merging: Input = {
  name: 'merge',
  place: 'preference',
  field: 'merge',
  required: false,
  schema: {
    type: 'boolean',
    description: 'With if_match: change it even so, unless others changed the same fields.',
  },
}

function inputsOf({ id, body, bodySchema, merge }: OperationFacts, { parameters, requestBody }: Declaration): Input[] {
  const ofParameters = parameters.flatMap(({ name, 'in': place, required = false, description, schema, 'x-brief': brief = description }): Input[] => {
    if (name === 'user_id' || brief === false) return []
    const described = { ...schema, 'x-brief': brief }
    if (place === 'path' || place === 'query') return [{ name, place, field: name, required, schema: described }]
    return headersOffered.includes(name) ? [{ name: inputNameOf(name), place: 'header', field: name, required, schema: described }] : []
  })
  const ofHead = merge === null ? ofParameters : [...ofParameters, merging]
  if (!bodySchema) return ofHead
  const { properties, required = [] } = requestBody?.content['application/json']?.schema ?? {}
  if (!properties) throw new Error(`openapi.yaml: the body of ${id} names no properties, so it cannot be the inputs of a tool`)
  const ofBody = Object.entries(properties).flatMap(([name, schema]): Input[] => {
    if (schema['x-brief'] === false) return []
    return [{ name, place: 'body', field: name, required: body === 'required' && required.includes(name), schema }]
  })
  return [...ofHead, ...ofBody]
}

/** The input name of a header: `if_match` for `If-Match`. */
export const inputNameOf = (header: string): string => header.toLowerCase().replaceAll('-', '_')

/** Which tools a client wants: those of these names, or all; and whether only those that read. */
export type Choice = { names: readonly string[] | null; readOnly: boolean }

/**
 * The chosen tools.
 * @throws UnknownTool for a name that no tool has
 */
export function chosenOf(tools: ReadonlyMap<string, Tool>, { names, readOnly }: Choice): ReadonlyMap<string, Tool> {
  const unknown = names?.find((name) => !tools.has(name))
  if (unknown !== undefined) throw new UnknownTool(`There is no tool "${unknown.slice(0, 64).toWellFormed()}". The tools are: ${[...tools.keys()].join(', ')}.`)
  return new Map([...tools].filter(([name, { card }]) => (names?.includes(name) ?? true) && (!readOnly || card.annotations.readOnlyHint)))
}

/** A choice of a tool that does not exist: its message says which tools do. */
export class UnknownTool extends Error {}

/** The names in a comma-separated list. */
export const namesIn = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** A map from unique names. @throws for a duplicate */
function named<Value>(entries: [string, Value][], what: string): ReadonlyMap<string, Value> {
  const map = new Map<string, Value>()
  for (const [name, value] of entries) {
    if (map.has(name)) throw new Error(`${what} would be called "${name}"; rename one of them`)
    map.set(name, value)
  }
  return map
}
