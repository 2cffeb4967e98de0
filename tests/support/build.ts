import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the JavaScript that is made of src, a file for a file. */
    builtFolder: string
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url))

// What the program reads beside its code, and what it imports.
const beside = ['node_modules', 'openapi.yaml', 'package.json', 'sql', 'src']

/** Keeps every import, but names the file that TypeScript's becomes. */
const importsOfJavaScript: Plugin = {
  name: 'imports of JavaScript',
  setup({ onResolve }) {
    onResolve({ filter: /^/ }, ({ kind, path }) => (kind === 'entry-point' ? undefined : { path: path.replace(/\.ts$/, '.js'), external: true }))
  },
}

/**
 * Builds the program for the processes that tests start: as JavaScript it starts in half the time. It lies in a temporary
 * folder that is laid out as the package, so that whose the checkout is does not matter, nor what else is in its dist.
 */
export async function buildProgram(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'taskpact-built-'))
  const folder = join(home, 'dist')
  await mkdir(folder)
  await Promise.all(beside.map((name) => symlink(join(root, name), join(home, name))))
  await symlink(join(root, 'dist/portal'), join(folder, 'portal'))
  await build({
    absWorkingDir: root,
    entryPoints: ['src/**/*.ts'],
    outbase: 'src',
    outdir: folder,
    // Without it there are no plugins; as all is external, no file takes in another.
    bundle: true,
    plugins: [importsOfJavaScript],
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  })
  return { folder, remove: () => rm(home, { recursive: true, force: true }) }
}
