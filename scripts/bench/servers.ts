// The service and its peers: how each is started on the shared database, and stopped.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { hkdfSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTokens } from '../../src/identity/tokens.ts'
import { freePort } from '../support/free-port.ts'
import { pinnedTo } from '../support/processors.ts'
import type { Processors } from '../support/processors.ts'
import { root } from '../support/service.ts'
import type { BenchDatabase } from './database.ts'
import type { PeerName } from './options.ts'
import { sessionIdOf, size } from './scenarios.ts'
import type { User } from './scenarios.ts'
import { installFastApi, installFastify } from './tools.ts'

export type ServerName = 'service' | Exclude<PeerName, 'pgbench'>

/** A server that accepts requests. */
export type RunningServer = {
  name: ServerName
  title: string
  versions: string
  port: number
  pid: number
  child: ChildProcess
  stop(): Promise<void>
}

/** What all servers share: with one secret, a user's token is valid for each. */
export type Environment = { database: BenchDatabase; processors: Processors; secret: string; users: User[] }

type Recipe = { title: string; versions: string; command: string[]; cwd?: string; environment?: Record<string, string> }

const node = process.execPath

/** The service, built, as `npm start` starts it. */
export const serviceCommand = startCommand()

function startCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } } // npm's
  const [, ...values] = scripts.start.split(' ')
  return [node, ...values.map((value) => (value.endsWith('.js') ? join(root, value) : value))]
}

/** @param count how many users there are, from 1 on, each with the session of scenarios.ts */
export function createEnvironment(database: BenchDatabase, processors: Processors, count = size.users): Environment {
  const secret = randomBytes(32).toString('base64url')
  const { sign } = createTokens({ secret, previousSecret: null, authUrl: null, issuers: [], audiences: [] })
  const ids = Array.from({ length: count }, (_, index) => index + 1)
  const users = ids.map((id) => ({ id, token: sign(id, sessionIdOf(id)).token }))
  return { database, processors, secret, users }
}

/** How a server is started, with its packages installed if they are missing. @throws Absent */
function recipeOf(name: ServerName, port: number): Recipe {
  const peer = (file: string): string => join(root, 'tests/bench/peers', file)
  const versions = `Node ${process.versions.node}`
  if (name === 'service') return { title: 'Taskpact', versions, command: serviceCommand }
  if (name === 'bare') return { title: 'bare node:http + pg', versions, command: [node, peer('bare.js')] }
  if (name === 'fastify') {
    const packages = installFastify()
    return { title: 'Fastify, validating', versions: `${versions}, ${packages}`, command: [node, peer('fastify.js')] }
  }
  const fastApi = installFastApi()
  const kind = name === 'fastapi-async' ? 'async' : 'sync'
  const address = ['--host', '127.0.0.1', '--port', String(port)]
  const fastest = ['--loop', 'uvloop', '--http', 'httptools', '--no-access-log', '--log-level', 'warning']
  return {
    title: `FastAPI + SQLModel, ${kind}`,
    versions: fastApi.versions,
    command: [fastApi.python, '-m', 'uvicorn', `${kind}_app:app`, ...address, ...fastest],
    cwd: peer('fastapi'),
    environment: { PYTHONDONTWRITEBYTECODE: '1' },
  }
}

/** Arguments for Node itself, and more settings in the environment. */
export type Additions = { preload?: string[]; settings?: Record<string, string> }

/**
 * Starts a server with its production settings. Nothing of the service is switched off or raised except by `settings`: otherwise
 * it gets the database, the secret and the port. Its log goes to a file, as in production.
 * @throws Absent for a peer whose tools are missing
 */
export async function startServer(name: ServerName, environment: Environment, { preload = [], settings = {} }: Additions = {}): Promise<RunningServer> {
  const { database, processors, secret } = environment
  const port = await freePort()
  const { title, versions, command, cwd = database.folder, environment: own = {} } = recipeOf(name, port)
  const [program = node, ...values] = pinnedTo(processors?.first, preload.length > 0 ? [node, ...preload, ...command.slice(1)] : command)
  const logFile = join(database.folder, `${name}.log`)
  const log = openSync(logFile, 'a')
  const child = spawn(program, values, {
    cwd,
    stdio: preload.length > 0 ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: database.url,
      ...(name === 'service' ? { BETTER_AUTH_SECRET: secret } : { TOKEN_KEY: tokenKey(secret) }),
      ...own,
      ...settings,
    },
  })
  const stop = (): Promise<void> => end(child)
  try {
    await untilReady(child, port, environment)
  } catch (error) {
    await stop()
    const said = readFileSync(logFile, 'utf8').trim().split('\n').at(-1) ?? ''
    throw new Error(`${error instanceof Error ? error.message : String(error)}; it printed last: ${said}`, { cause: error })
  }
  return { name, title, versions, port, pid: child.pid ?? 0, child, stop }
}

/** The key that the service signs its sessions' tokens with, as src/identity/tokens.ts derives it. */
const tokenKey = (secret: string): string => Buffer.from(hkdfSync('sha256', secret, '', 'taskpact session tokens', 32)).toString('base64url')

async function untilReady(child: ChildProcess, port: number, { users }: Environment): Promise<void> {
  const [user] = users
  const url = `http://127.0.0.1:${port}/api/1/tasks?limit=1`
  const headers = { authorization: `Bearer ${user?.token ?? ''}` }
  const deadline = Date.now() + 30_000
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`)
    const response = await fetch(url, { headers }).catch(() => null)
    await response?.arrayBuffer()
    if (response?.status === 200) return
    if (Date.now() > deadline) throw new Error(`it is not ready: ${response ? `status ${response.status}` : 'no connection'}`)
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** Stops a process, by force after ten seconds. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const kill = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await exited
  clearTimeout(kill)
}
