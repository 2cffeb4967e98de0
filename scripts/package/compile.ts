import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { run } from './run.ts'

const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false, target: 'es2022' }
const inBrowsers = { lib: ['es2022', 'dom', 'dom.iterable'], types: [] }

/** The ways in which users compile: for Node, with its types alone; and for browsers, with a bundler or without. */
const ways: Record<string, object> = {
  'Node': { module: 'nodenext', lib: ['es2023'], types: ['node'] },
  'a bundler': { module: 'esnext', moduleResolution: 'bundler', ...inBrowsers },
  'browsers': { module: 'nodenext', ...inBrowsers },
}

/**
 * Compiles the scenario in a project that has the package installed, in each of the ways. What is left is scenario.js.
 * @returns the names of the ways
 */
export function compileScenario(project: string): string[] {
  const source = readFileSync('scripts/package/scenario.ts', 'utf8').replaceAll('../../src/client/index.ts', 'taskpact/client')
  writeFileSync(join(project, 'scenario.ts'), source)
  for (const settings of Object.values(ways)) {
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, ...settings }, files: ['scenario.ts'] }))
    run(project, process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', '.'])
  }
  return Object.keys(ways)
}
