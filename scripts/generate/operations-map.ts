// openapi.yaml → one import for each operationId, so that a missing, extra or misnamed handler does not compile.
import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { UserError } from '../support/program.ts'
import { readContract } from './contract-file.ts'

type Named = { id: string; tag: string; secured: boolean; streamed: string | null }

const header = '// Generated from openapi.yaml by "npm run generate". Do not edit.'

function operationsOf(contract: ReturnType<typeof readContract>): Named[] {
  const operations = contract.operations.map(({ id, tag, secured, streamed }) => ({ id, tag, secured, streamed }))
  return operations.sort((one, other) => one.id.localeCompare(other.id))
}

/** The text of src/generated/operation-ids.ts, which everything that names an operation imports. */
export function operationIds(): string {
  const contract = readContract()
  const operations = operationsOf(contract)
  const ids = (list: { id: string }[]): string => list.map(({ id }) => `\n  | '${id}'`).join('')
  return [
    header,
    '',
    '/** The operations of the contract. */',
    `export type OperationId =${ids(operations)}`,
    '',
    '/** Those that take no token. */',
    `export type PublicOperationId =${ids(operations.filter(({ secured }) => !secured))}`,
    '',
    '/** Those whose response is sent while it is being read. */',
    `export type StreamedOperationId =${ids(operations.filter(({ streamed }) => streamed !== null))}`,
    '',
    '/** The SHA-256 of the contract that all of this was generated from. */',
    `export const contractDigest = '${createHash('sha256').update(contract.text).digest('hex')}'`,
    '',
  ].join('\n')
}

/**
 * The text of src/generated/handlers.ts, which imports all handlers.
 * @throws UserError for a file in a tag's folder that names no operation: an extra handler
 */
export async function handlersMap(root: URL): Promise<string> {
  const operations = operationsOf(readContract())
  await refuseExtra(root, operations)
  return [
    header,
    "import type { Operations } from '../execution/operation.ts'",
    ...operations.map(({ id, tag }) => `import { ${id} } from '../operations/${tag}/${id}.ts'`),
    '',
    '/** The handler of each operation. */',
    `export const operations: Operations = {\n${operations.map(({ id }) => `  ${id},\n`).join('')}}`,
    '',
  ].join('\n')
}

async function refuseExtra(root: URL, operations: { id: string; tag: string }[]): Promise<void> {
  for (const tag of new Set(operations.map((operation) => operation.tag))) {
    const files = await readdir(new URL(`src/operations/${tag}/`, root)).catch(() => [])
    const extra = files.find((file) => !operations.some(({ id, tag: its }) => its === tag && file === `${id}.ts`))
    if (extra) {
      throw new UserError(
        `src/operations/${tag}/${extra}: openapi.yaml has no operation of that name under the tag "${tag}". Rename or remove the file, or add the operation.`,
      )
    }
  }
}
