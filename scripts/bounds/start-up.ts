// How long the service takes from its start to its first good answer.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { end, freePort, serviceCommand } from '../bench/servers.ts'
import type { Stage } from './stage.ts'

/** Where the service finds its data, in its environment. */
export type DataSettings = { DATA_DIR: string } | { DATABASE_URL: string; BETTER_AUTH_SECRET: string }

const longest = 60_000
const glance = 5

/** Starts the service as `npm start` does after the build, waits until it is ready, and stops it. @returns milliseconds */
export async function startUp({ place, atEnd }: Stage, settings: DataSettings): Promise<number> {
  const port = await freePort()
  const environment = { PATH: process.env['PATH'], NODE_ENV: 'production', PORT: String(port), ...settings }
  const began = performance.now()
  const [program = '', ...values] = serviceCommand
  const child = spawn(program, values, { cwd: place.database.folder, stdio: 'ignore', env: environment })
  atEnd(() => end(child))
  await ready(child, port, began + longest)
  const took = performance.now() - began
  await end(child)
  return took
}

async function ready(child: ChildProcess, port: number, deadline: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.status === 200) return
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('the service ended before it was ready')
    if (performance.now() > deadline) throw new Error(`the service is not ready after ${longest / 1_000} s`)
    await pause(glance)
  }
}
