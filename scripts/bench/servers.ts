// The service and its peers: how each is started on the shared database, and ended.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { hkdfSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTokens } from '../../src/identity/tokens.ts'
import type { BenchDatabase } from './database.ts'
import { pinned } from './machine.ts'
import type { Pinning } from './machine.ts'
import type { PeerName } from './options.ts'
import { sessionIdOf, size } from './scenarios.ts'
import type { Person } from './scenarios.ts'
import { installFastApi, installFastify } from './tools.ts'

export type ServerName = 'service' | Exclude<PeerName, 'pgbench'>

/** A server that answers. */
export type RunningServer = {
  name: ServerName
  title: string
  versions: string
  port: number
  pid: number
  child: ChildProcess
  stop(): Promise<void>
}

/** Who can make requests of all servers: they share a secret. */
export type Place = { database: BenchDatabase; pinning: Pinning; secret: string; people: Person[] }

type Recipe = { title: string; versions: string; command: string[]; cwd?: string; environment?: Record<string, string> }

/** Where the project is. */
export const root = fileURLToPath(new URL('../../', import.meta.url))
const node = process.execPath

/** The service, built, as `npm start` starts it. */
export const serviceCommand = startCommand()

function startCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } } // npm's
  const [, ...values] = scripts.start.split(' ')
  return [node, ...values.map((value) => (value.endsWith('.js') ? join(root, value) : value))]
}

/** @param users how many there are, from 1 on, each with the session of scenarios.ts */
export function createPlace(database: BenchDatabase, pinning: Pinning, users = size.users): Place {
  const secret = randomBytes(32).toString('base64url')
  const { sign } = createTokens({ secret, previousSecret: null, authUrl: null })
  const ids = Array.from({ length: users }, (_, index) => index + 1)
  const people = ids.map((id) => ({ id, token: sign(id, sessionIdOf(id)).token }))
  return { database, pinning, secret, people }
}

/** What a server is started with, installed where need be. @throws Absent */
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

/** What is added to a server: values for Node itself, before the program, and settings in its environment. */
export type Additions = { preload?: string[]; settings?: Record<string, string> }

/**
 * Starts a server with its production settings. Of the service nothing is switched off or raised but by `settings`: what else
 * stands in its environment is where its database is, the secret and the port; its log goes to a file, as it would.
 * @throws Absent for a peer whose tools are not there
 */
export async function startServer(name: ServerName, place: Place, { preload = [], settings = {} }: Additions = {}): Promise<RunningServer> {
  const { database, pinning, secret } = place
  const port = await freePort()
  const { title, versions, command, cwd = database.folder, environment = {} } = recipeOf(name, port)
  const [program = node, ...values] = pinned(pinning, preload.length > 0 ? [node, ...preload, ...command.slice(1)] : command)
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
      ...environment,
      ...settings,
    },
  })
  const stop = (): Promise<void> => end(child)
  try {
    await answering(child, port, place)
  } catch (error) {
    await stop()
    const said = readFileSync(logFile, 'utf8').trim().split('\n').at(-1) ?? ''
    throw new Error(`${error instanceof Error ? error.message : String(error)}; its last words: ${said}`, { cause: error })
  }
  return { name, title, versions, port, pid: child.pid ?? 0, child, stop }
}

/** The key that the service signs its sessions' tokens with, as src/identity/tokens.ts derives it. */
const tokenKey = (secret: string): string =>
  Buffer.from(hkdfSync('sha256', secret, '', 'taskpact session tokens', 32)).toString('base64url')

async function answering(child: ChildProcess, port: number, { people }: Place): Promise<void> {
  const [person] = people
  const url = `http://127.0.0.1:${port}/api/1/tasks?limit=1`
  const headers = { authorization: `Bearer ${person?.token ?? ''}` }
  const deadline = Date.now() + 30_000
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`)
    const answer = await fetch(url, { headers }).catch(() => null)
    await answer?.arrayBuffer()
    if (answer?.status === 200) return
    if (Date.now() > deadline) throw new Error(`it does not answer as it should: ${answer ? answer.status : 'no connection'}`)
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** Asks a program to stop, and then insists. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const insist = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await exited
  clearTimeout(insist)
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
  server.close()
  await once(server, 'close')
  return port
}
