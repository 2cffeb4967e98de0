// How long the service takes from its start to its first 200.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../support/free-port.ts'
import { end, serviceCommand } from './servers.ts'
import type { Stage } from './stage.ts'

/** The environment variables that say where the data is. */
export type DataSettings = { DATA_DIR: string } | { DATABASE_URL: string; BETTER_AUTH_SECRET: string }

const timeoutMs = 60_000
const pollMs = 5

/** Starts the service as `npm start` does after building, waits until it is ready, and stops it. @returns milliseconds */
export async function startUp({ database, atEnd }: Stage, settings: DataSettings): Promise<number> {
  const port = await freePort()
  const environment = { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: String(port), ...settings }
  const began = performance.now()
  const [program = '', ...values] = serviceCommand
  const child = spawn(program, values, { cwd: database.folder, stdio: 'ignore', env: environment })
  atEnd(() => end(child))
  await ready(child, port, began + timeoutMs)
  const took = performance.now() - began
  await end(child)
  return took
}

async function ready(child: ChildProcess, port: number, deadline: number): Promise<void> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null)
    await response?.arrayBuffer()
    if (response?.status === 200) return
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('the service ended before it was ready')
    if (performance.now() > deadline) throw new Error(`the service is not ready after ${timeoutMs / 1_000} s`)
    await pause(pollMs)
  }
}
