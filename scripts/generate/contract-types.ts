// openapi.yaml → the types of every request and response.
import { readFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'

type Header = { $ref?: string; required?: boolean }
type Parameter = { in?: unknown; schema?: { default?: unknown }; headers?: Record<string, Header> }

/** The text of src/generated/contract.ts. */
export async function contractTypes(root: URL): Promise<string> {
  const document: unknown = parse(await readFile(new URL('openapi.yaml', root), 'utf8'))
  mark(document, document)
  const ast = await openapiTS(JSON.stringify(document), { alphabetize: false })
  return `// Generated from openapi.yaml by "npm run generate". Do not edit.\n${astToString(ast)}`
}

/**
 * The validator fills in defaults, so a handler always finds a parameter with a default. A header itself states whether it is
 * required, which is lost in a reference to it.
 */
function mark(document: unknown, value: unknown): void {
  if (Array.isArray(value)) return value.forEach((child) => mark(document, child))
  if (typeof value !== 'object' || value === null) return
  const { in: place, schema, headers }: Parameter = value
  if (typeof place === 'string' && schema?.default !== undefined) Object.assign(value, { required: true })
  for (const [name, header] of Object.entries(headers ?? {})) {
    if (headers && header.$ref) headers[name] = lookUp(document, header.$ref)
  }
  Object.values(value).forEach((child) => mark(document, child))
}

function lookUp(document: unknown, reference: string): Header {
  let found: unknown = document
  for (const step of reference.split('/').slice(1)) found = (found as Record<string, unknown>)[step]
  return found as Header // the linter has resolved it
}
