// Runs the service and starts it anew whenever its code, its contract or its SQL changes; regenerates first where that is due.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'

const run = (file: string): ChildProcess => spawn(process.execPath, ['--import', 'tsx', file], { stdio: 'inherit' })

const isGenerated = (file: string): boolean => file.startsWith('generated') || file === 'schema.sql'
const isSource = (file: string): boolean => file === 'openapi.yaml' || file.endsWith('.sql')

let service: ChildProcess | null = null
let due: NodeJS.Timeout | undefined
let regenerate = false
let working = Promise.resolve()

async function restart(): Promise<void> {
  if (regenerate) {
    regenerate = false
    const [status] = (await once(run('scripts/generate.ts'), 'exit')) as [number | null]
    if (status !== 0) return // it has said why; what runs goes on until that is mended
  }
  if (service && service.exitCode === null) {
    service.kill('SIGTERM')
    await once(service, 'exit')
  }
  service = run('src/main.ts')
}

function changed(file: string | null): void {
  if (file === null || isGenerated(file)) return
  regenerate ||= isSource(file)
  clearTimeout(due)
  // An editor writes a file in several steps.
  due = setTimeout(() => void (working = working.then(restart)), 150)
}

watch('openapi.yaml', () => changed('openapi.yaml'))
for (const folder of ['src', 'sql']) watch(folder, { recursive: true }, (_event, file) => changed(file))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    service?.kill(signal)
    process.exit(0)
  })
}
await restart()
