// Compares two contracts with `redocly diff`, which knows OpenAPI and JSON Schema, and whether a value is read or written.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Json, JsonObject } from './document.ts'

/** A change as Redocly reports it. A shared component is reported once: `path` is one of the places that use it. */
export type Change = {
  kind: 'added' | 'modified' | 'removed'
  typeName: string
  path: string
  /** The keyword that changed; `key` if the thing was renamed. */
  property?: string
  impact: 'major' | 'minor' | 'patch'
  verdicts: { message: string }[]
  base?: Side
  revision?: Side
}

type Side = { pointer: string; value?: Json }

const execute = promisify(execFile)
const pathTo = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url))
const command = [pathTo('node_modules/@redocly/cli/bin/cli.js'), 'diff', '--config', pathTo('.config/redocly.yaml'), '--format', 'json', '--fail-on', 'none']

/** Every change from one contract to another. */
export async function diffContracts(before: JsonObject, after: JsonObject): Promise<Change[]> {
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-diff-'))
  try {
    const [base, revision, report] = ['base.json', 'revision.json', 'report.json'].map((name) => join(folder, name))
    if (base === undefined || revision === undefined || report === undefined) return []
    await writeFile(base, JSON.stringify(before))
    await writeFile(revision, JSON.stringify(after))
    await execute(process.execPath, [...command, '--output', report, base, revision], { env: { ...process.env, REDOCLY_TELEMETRY: 'off' } })
    const { changes } = JSON.parse(await readFile(report, 'utf8')) as { changes: Change[] } // Redocly's, of a version that is pinned
    return changes
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
