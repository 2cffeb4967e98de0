import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { fileURLToPath, pathToFileURL } from 'node:url'

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const source = ['--import', tsx, main]

/** The real program, running and listening. */
export type Program = { child: ChildProcess; pid: number; port: number; url: string; exited: Promise<{ status: number | null; signal: string | null }> }

/** What a program is started with. */
export type ProgramSettings = {
  databaseUrl: string
  /** Any that is free, if left out. */
  port?: number
  environment?: Record<string, string>
  cpu?: number | null
  /** node's arguments for a program that was built; if left out, src/main.ts is run as it is. */
  program?: string[]
}

// No limit on callers is in the way of one who makes all the load.
const unlimited = { REQUESTS_PER_MINUTE: '1000000', SIGN_INS_PER_ACCOUNT: '1000000', SIGN_INS_PER_ADDRESS: '1000000' }

/** Starts the program and waits until it listens. @throws when it ends instead, with what it said */
export async function startProgram({ databaseUrl, port = 0, environment = {}, cpu = null, program = source }: ProgramSettings): Promise<Program> {
  const { PATH = '', HOME = '' } = process.env
  const env = {
    PATH, HOME, ...unlimited,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    BETTER_AUTH_SECRET: 'a secret of thirty-two bytes or more, for torture',
    LOG_LEVEL: 'silent',
    ...environment,
  }
  const [command, ...values] = pinned(cpu, [process.execPath, ...program])
  const child = spawn(command, values, { cwd: tmpdir(), env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit').then(([status, signal]: unknown[]) => ({
    status: typeof status === 'number' ? status : null,
    signal: typeof signal === 'string' ? signal : null,
  }))
  const url = await greeting(child)
  return { child, pid: child.pid ?? 0, port: Number(new URL(url).port), url, exited }
}

/** A command line that keeps to one processor, where the system can do that. */
export function pinned(cpu: number | null, [command = '', ...values]: string[]): [string, ...string[]] {
  return cpu === null ? [command, ...values] : ['taskset', '-c', String(cpu), command, ...values]
}

function greeting(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let said = ''
    const listen = (text: string): void => {
      said = `${said}${text}`.slice(-10_000)
      const port = /listens on +http:\/\/\S+:(\d+)/.exec(said)?.[1]
      if (port !== undefined) done(`http://127.0.0.1:${port}`)
    }
    child.stdout?.setEncoding('utf8').on('data', listen)
    child.stderr?.setEncoding('utf8').on('data', listen)
    child.once('exit', () => failed(new Error(`The program does not start: ${said}`)))
  })
}
