// Writes what /docs serves into dist/portal/, compressed: part of npm run build.
import { buildPortal } from './portal/build.ts'
import { runProgram } from './support/program.ts'

const usage = `npm run build

Compiles the service, then has this program write the files of /docs to dist/portal/, compressed.`

await runProgram({ usage }, buildPortal)
