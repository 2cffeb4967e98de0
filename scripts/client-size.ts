// Says how large the client is in a browser, bundled with openapi-fetch and gzipped; fails where that is 10 KB or more.
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const most = 10_000

const { outputFiles, metafile } = await build({
  entryPoints: ['src/client/index.ts'], bundle: true, minify: true, format: 'esm', platform: 'browser', write: false, metafile: true, logLevel: 'silent',
})
const size = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).byteLength
console.log(`taskpact/client is ${size} bytes, gzipped; it has to stay below ${most}`)
if (size >= most) {
  const parts = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  parts.sort(([, one], [, other]) => other.bytesInOutput - one.bytesInOutput)
  console.error(`What takes the room, before gzip:\n${parts.map(([file, { bytesInOutput }]) => `  ${bytesInOutput} ${file}`).join('\n')}`)
  process.exitCode = 1
}
