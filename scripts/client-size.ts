// Keeps the client small in a browser: bundled with openapi-fetch and gzipped, it must be below 10 KB, and the replica 20 KB more.
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { runProgram } from './support/program.ts'

const usage = `npx tsx scripts/client-size.ts

Prints the size of @taskpact/client in a browser, and what its replica adds. Fails at 10 KB, and at 20 KB more.`

type Part = [file: string, bytes: number]

/** The size of modules bundled together, and of their parts before gzip, the largest first. */
async function sizeOf(modules: string[]): Promise<{ size: number; parts: Part[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: modules.map((module) => `export * from './src/client/${module}'`).join('\n'), resolveDir: '.' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs))
  const parts = inputs.map(([file, { bytesInOutput }]): Part => [file, bytesInOutput]).sort(([, one], [, other]) => other - one)
  return { size: gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).byteLength, parts }
}

/** @returns whether it is small enough */
function report(what: string, size: number, maxBytes: number, parts: Part[]): boolean {
  console.log(`${what} ${size} bytes, gzipped; it must stay below ${maxBytes}`)
  if (size < maxBytes) return true
  console.error(`The largest parts, before gzip:\n${parts.map(([file, bytes]) => `  ${bytes} ${file}`).join('\n')}`)
  return false
}

await runProgram({ usage }, async () => {
  const client = await sizeOf(['index.ts'])
  const both = await sizeOf(['index.ts', 'replica/index.ts'])
  const isSmall = report('@taskpact/client is', client.size, 10_000, client.parts)
  return report('Its replica adds', both.size - client.size, 20_000, both.parts) && isSmall ? 0 : 1
})
