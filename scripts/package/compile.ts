import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { run } from '../support/run.ts'

const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false, target: 'es2022' }
const inBrowsers = { lib: ['es2022', 'dom', 'dom.iterable'], types: [] }

/** How users compile: for Node, with only its types; for browsers, with a bundler or without. */
const targets: Record<string, object> = {
  'Node': { module: 'nodenext', lib: ['es2023'], types: ['node'] },
  'a bundler': { module: 'esnext', moduleResolution: 'bundler', ...inBrowsers },
  'browsers': { module: 'nodenext', ...inBrowsers },
}

/** What programs import with a client for its replica. */
const replicaOf: Record<Client, string> = { 'taskpact/client': 'taskpact/replica', '@taskpact/client': '@taskpact/client/replica' }

/** How users import the client: with the service, or alone. */
export type Client = 'taskpact/client' | '@taskpact/client'

/**
 * Compiles the scenario for each target, in a project that has the package installed. Leaves scenario.js there.
 * @param client what the scenario imports
 * @returns the names of the targets
 */
export async function compileScenario(project: string, client: Client): Promise<string[]> {
  const source = readFileSync('scripts/package/scenario.ts', 'utf8')
    .replaceAll('../../src/client/index.ts', client)
    .replaceAll('../../src/client/replica/index.ts', replicaOf[client])
  writeFileSync(join(project, 'scenario.ts'), source)
  for (const settings of Object.values(targets)) {
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, ...settings }, files: ['scenario.ts'] }))
    await run(project, process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.'])
  }
  return Object.keys(targets)
}
