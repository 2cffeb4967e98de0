import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A module of in-page/ and all it imports as one script for browsers, as front ends bundle theirs; what it exports is the variable `inPage`. */
export async function bundle(file: string): Promise<string> {
  const entry = fileURLToPath(new URL(`in-page/${file}`, import.meta.url))
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'iife', globalName: 'inPage', platform: 'browser', write: false, logLevel: 'error' })
  return outputFiles[0]?.text ?? ''
}
