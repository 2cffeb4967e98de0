// Has Schemathesis judge the built service by openapi.yaml: all operations, phases and checks. Takes --seed and --max-examples.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import jwt from 'jsonwebtoken'
import { UserError } from './service/run.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const cache = join(root, 'node_modules/.cache/taskpact-conformance')
const requirements = join(root, 'scripts/conformance/requirements.txt')
const hooks = join(root, 'scripts/conformance/hooks.py')
const hints = {
  python: 'This needs Python 3.11 or later with its venv module (Debian: apt-get install python3 python3-venv).',
  install: 'Schemathesis could not be installed.',
  build: 'The service does not compile.',
}
const running: ChildProcess[] = []

/** Runs a command to its end, and shows what it said only where it failed. */
function run(hint: string, file: string, ...values: string[]): void {
  const { status, error, stdout, stderr } = spawnSync(file, values, { cwd: root, encoding: 'utf8' })
  if (error) throw new UserError(hint)
  if (status !== 0) throw new UserError(`${stdout}${stderr}\n${hint}`.trim())
}

/** Schemathesis as requirements.txt pins it, in a virtual environment that is kept for the next time. */
function installed(): string {
  const pinned = join(cache, 'requirements.txt')
  if (!existsSync(pinned) || readFileSync(pinned, 'utf8') !== readFileSync(requirements, 'utf8')) {
    run(hints.python, 'python3', '-m', 'venv', '--clear', cache)
    run(hints.install, join(cache, 'bin/pip'), 'install', '--quiet', '--requirement', requirements)
    // Written last: an installation that broke off is done anew.
    copyFileSync(requirements, pinned)
  }
  return join(cache, 'bin/schemathesis')
}

const settings = {
  PORT: '0',
  HOST: '127.0.0.1',
  DATABASE_URL: '',
  BETTER_AUTH_URL: '',
  LOG_LEVEL: 'error',
  REQUESTS_PER_MINUTE: '1000000',
  SIGN_INS_PER_ACCOUNT: '1000000',
  SIGN_INS_PER_ADDRESS: '1000000',
}

/** The built service on a database of its own, with limits out of the way. @returns its URL */
async function serve(folder: string, secret: string): Promise<string> {
  run(hints.build, 'npm', 'run', '--silent', 'build')
  const service = spawn(process.execPath, ['dist/main.js'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...settings, DATA_DIR: join(folder, 'data'), BETTER_AUTH_SECRET: secret },
  })
  running.push(service)
  return new Promise((done, failed) => {
    service.once('exit', () => failed(new UserError('The service did not start.')))
    createInterface(service.stdout).on('line', (line) => {
      const url = /listens on +(\S+)/.exec(line)?.[1]
      if (url !== undefined) done(url)
      // What it logs at this level is a fault.
      if (line.startsWith('{')) console.error(line)
    })
  })
}

/** Alice, whose front end signs her tokens, and bob, who registers here: as a Web Fuzzing Commons document. */
async function users(url: string, secret: string): Promise<string> {
  const alice = jwt.sign({ name: 'Alice' }, createSecretKey(secret, 'utf8'), { subject: 'alice', expiresIn: '2h' })
  const registration = { email: 'bob@example.com', password: 'correct horse battery', name: 'Bob' }
  const answer = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(registration),
  })
  const session: unknown = await answer.json()
  const token = typeof session === 'object' && session !== null && 'token' in session ? String(session.token) : null
  if (token === null) throw new UserError(`bob could not register: ${answer.status}`)
  const user = (name: string, bearer: string) => ({ name, fixedHeaders: [{ name: 'Authorization', value: `Bearer ${bearer}` }] })
  return JSON.stringify({ auth: [user('alice', alice), user('bob', token)] })
}

async function judge(folder: string, options: { seed: string; 'max-examples': string }): Promise<number> {
  const schemathesis = installed()
  const secret = randomBytes(32).toString('base64url')
  const url = await serve(folder, secret)
  await writeFile(join(folder, 'users.json'), await users(url, secret), { mode: 0o600 })
  const values = ['--config-file', join(root, 'scripts/conformance/schemathesis.toml'), 'run', join(root, 'openapi.yaml')]
  values.push('--url', url, '--checks', 'all', '--phases', 'examples,coverage,fuzzing,stateful', '--generation-database', 'none')
  values.push('--continue-on-failure', '--seed', options.seed, '--max-examples', options['max-examples'])
  const judging = spawn(schemathesis, values, {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CONFORMANCE_HOOKS: hooks, CONFORMANCE_USERS: join(folder, 'users.json') },
  })
  running.push(judging)
  const [status] = (await once(judging, 'exit')) as [number | null] // null where it was killed
  return status ?? 1
}

async function stop(): Promise<void> {
  for (const child of running.reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}

const options = { seed: { type: 'string', default: '1' }, 'max-examples': { type: 'string', default: '150' } } as const
const folder = await mkdtemp(join(tmpdir(), 'taskpact-conformance-'))
// Whatever ends this ends its children first; the judge's end is what is waited for below.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void running.at(-1)?.kill('SIGTERM'))
try {
  process.exitCode = await judge(folder, parseArgs({ options }).values)
} catch (error) {
  console.error(error instanceof UserError || (error instanceof TypeError && 'code' in error) ? error.message : error)
  process.exitCode = 1
} finally {
  await stop()
  await rm(folder, { recursive: true, force: true })
}
