// Runs the service from source and restarts it when its code, contract or SQL changes.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { runProgram } from './support/program.ts'

const usage = `npm run dev

Serves from source and restarts when a file changes; regenerates first when the contract or SQL did.`

const start = (file: string): ChildProcess => spawn(process.execPath, ['--import', 'tsx', file], { stdio: 'inherit' })

async function succeeds(file: string): Promise<boolean> {
  const [status] = (await once(start(file), 'exit')) as [number | null]
  return status === 0
}

const isGenerated = (file: string): boolean => file.startsWith('generated') || file === 'schema.sql'
const isSource = (file: string): boolean => file === 'openapi.yaml' || file.endsWith('.sql')

let service: ChildProcess | null = null
let timer: NodeJS.Timeout | undefined
let regenerate = false
let working = Promise.resolve()

async function restart(): Promise<void> {
  const stale = regenerate
  regenerate = false
  // What fails has printed why; the running service stays until that is fixed.
  if (stale && !(await succeeds('scripts/generate.ts'))) return
  if (!(await succeeds('scripts/build-portal.ts'))) return
  if (service && service.exitCode === null) {
    service.kill('SIGTERM')
    await once(service, 'exit')
  }
  service = start('src/main.ts')
}

function changed(file: string | null): void {
  if (file === null || isGenerated(file)) return
  regenerate ||= isSource(file)
  clearTimeout(timer)
  // An editor writes a file in several steps.
  timer = setTimeout(() => void (working = working.then(restart)), 150)
}

await runProgram({ usage }, async () => {
  watch('openapi.yaml', () => changed('openapi.yaml'))
  for (const folder of ['src', 'sql']) watch(folder, { recursive: true }, (_event, file) => changed(file))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      service?.kill(signal)
      process.exit(0)
    })
  }
  await restart()
})
