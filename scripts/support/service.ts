// Starts the service as a process of its own, as it is deployed.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { UserError } from './program.ts'
import { run } from './run.ts'

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const source = ['--import', tsx, join(root, 'src/main.ts')]
const built = [join(root, 'dist/main.js')]

/** The service, running and listening. */
export type Program = { child: ChildProcess; pid: number; port: number; url: string; exited: Promise<{ status: number | null; signal: string | null }> }

/** What the service is started with. */
export type ProgramSettings = {
  databaseUrl: string
  /** Any free port if left out. */
  port?: number
  environment?: Record<string, string>
  /** Node's arguments for a build; if left out, src/main.ts runs as it is. */
  program?: string[]
}

// One caller makes all the requests here, which no user may.
const unlimited = {
  CONCURRENT_REQUESTS_PER_USER: '1000',
  MAX_TASKS_PER_USER: '100000000',
  REQUESTS_PER_MINUTE: '1000000',
  SIGN_INS_PER_ACCOUNT: '1000000',
  SIGN_INS_PER_ADDRESS: '1000000',
}

/** Starts the service and waits until it listens. @throws UserError with what it printed if it ends instead */
export async function startProgram({ databaseUrl, port = 0, environment = {}, program = source }: ProgramSettings): Promise<Program> {
  const { PATH = '', HOME = '' } = process.env
  const env = {
    PATH,
    HOME,
    ...unlimited,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    BETTER_AUTH_SECRET: 'a secret of thirty-two bytes or more, for tests',
    LOG_LEVEL: 'fatal',
    ...environment,
  }
  const child = spawn(process.execPath, program, { cwd: tmpdir(), env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit').then(([status, signal]: unknown[]) => ({
    status: typeof status === 'number' ? status : null,
    signal: typeof signal === 'string' ? signal : null,
  }))
  const url = await urlPrintedBy(child)
  return { child, pid: child.pid ?? 0, port: Number(new URL(url).port), url, exited }
}

/** Builds the service and starts it on a database of its own, in a folder. @throws UserError if it does not start */
export async function startService(folder: string, environment: Record<string, string> = {}): Promise<{ url: string; stop(): Promise<void> }> {
  await run(root, 'npm', ['run', '--silent', 'build'])
  const { child, url, exited } = await startProgram({
    program: built,
    databaseUrl: '',
    environment: { HOST: '127.0.0.1', LOG_LEVEL: 'error', DATA_DIR: join(folder, 'data'), ...environment },
  })
  // It must not outlive this process, however that ends.
  process.once('exit', () => child.kill('SIGTERM'))
  // Whatever is logged at this level is a defect.
  if (child.stdout) createInterface(child.stdout).on('line', (line) => /^\{"level":[56]0/.test(line) && console.error(line))
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

function urlPrintedBy(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let printed = ''
    const read = (text: string): void => {
      printed = `${printed}${text}`.slice(-10_000)
      const port = /"url":"http:\/\/[^"]+:(\d+)"/.exec(printed)?.[1]
      if (port !== undefined) done(`http://127.0.0.1:${port}`)
    }
    child.stdout?.setEncoding('utf8').on('data', read)
    child.stderr?.setEncoding('utf8').on('data', read)
    child.once('exit', () => failed(new UserError(`The service did not start:\n${printed}`)))
  })
}
