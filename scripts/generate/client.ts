// openapi.yaml → what src/client knows of it: the types as a client sees them, and where each operation is.
import { readFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'
import { readContract } from './contract-file.ts'
import type { OperationFacts } from '../../src/contract/contract.ts'

type Words = { summary: string; description: string }
type Document = { paths: Record<string, Record<string, Words>> }

/**
 * The text of src/generated/client.ts. What has a default is optional here, whereas a handler finds it filled in; so the types
 * are not those of src/generated/contract.ts.
 */
export async function clientContract(root: URL): Promise<string> {
  const text = await readFile(new URL('openapi.yaml', root), 'utf8')
  const document = parse(text) as Document // the linter has seen to its shape
  const ast = await openapiTS(JSON.stringify(document), { alphabetize: false, defaultNonNullable: false })
  return [
    '// Generated from openapi.yaml by "npm run generate". Do not edit.',
    astToString(ast).trimEnd(),
    '',
    '/** Where each operation is: its method, its path, and how its answer is read where that is not JSON. */',
    `export const routes = {\n${readContract().operations.map((operation) => routeOf(document, operation)).join('')}} as const`,
    '',
  ].join('\n')
}

function routeOf({ paths }: Document, { id, method, path, mediaType }: OperationFacts): string {
  const words = paths[path]?.[method.toLowerCase()]
  const lines = `${words?.summary ?? id}\n\n${words?.description ?? ''}`.replaceAll('*/', '*\\/').trim().split('\n')
  const reading = mediaType === null || mediaType === 'application/json' ? '' : ", 'text'"
  return `  /**\n${lines.map((line) => `   * ${line}`.trimEnd()).join('\n')}\n   */\n  ${id}: ['${method}', '${path}'${reading}],\n`
}
