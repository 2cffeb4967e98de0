// openapi.yaml → what src/client knows of it: the types as a client sees them, and where each operation is.
import { readFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'
import { readContract } from './contract-file.ts'
import type { OperationFacts } from '../../src/contract/contract.ts'
import { problemKinds } from '../../src/problem.ts'

type Words = { summary: string; description: string }
type Document = { paths: Record<string, Record<string, Words>> }

/**
 * The text of src/generated/client.ts. What has a default is optional here, whereas a handler finds it filled in; so the types
 * are not those of src/generated/contract.ts.
 */
export async function clientContract(root: URL): Promise<string> {
  const text = await readFile(new URL('openapi.yaml', root), 'utf8')
  const document = parse(text) as Document // the linter checks its shape
  const ast = await openapiTS(JSON.stringify(document), { alphabetize: false, defaultNonNullable: false })
  return [
    '// Generated from openapi.yaml by "npm run generate". Do not edit.',
    astToString(ast).trimEnd(),
    '',
    '/** The kinds of problems: the last part of their `type`. */',
    `export type ProblemKind = ${problemKinds.map((kind) => `'${kind}'`).join(' | ')}`,
    '',
    '/** Where each operation is, how its response is read, and what it does to the session. */',
    `export const routes = {\n${readContract()
      .operations.map((operation) => routeOf(document, operation))
      .join('')}} as const`,
    '',
  ].join('\n')
}

function routeOf({ paths }: Document, { id, method, path, mediaType, session }: OperationFacts): string {
  const words = paths[path]?.[method.toLowerCase()]
  const lines = `${words?.summary ?? id}\n\n${words?.description ?? ''}`.replaceAll('*/', '*\\/').trim().split('\n')
  const parseAs = mediaType === null || mediaType === 'application/json' ? 'json' : mediaType === 'text/event-stream' ? 'stream' : 'text'
  return `  /**\n${lines.map((line) => `   * ${line}`.trimEnd()).join('\n')}\n   */\n  ${id}: ['${method}', '${path}', '${parseAs}', ${session === null ? 'null' : `'${session}'`}],\n`
}
