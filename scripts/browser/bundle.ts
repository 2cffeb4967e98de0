import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Bundles a module of in-page/ into one script, as front ends do. Its exports are in the variable `inPage`. */
export async function bundle(file: string): Promise<string> {
  const entry = fileURLToPath(new URL(`in-page/${file}`, import.meta.url))
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    globalName: 'inPage',
    platform: 'browser',
    write: false,
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}
