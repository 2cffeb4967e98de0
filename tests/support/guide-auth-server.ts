import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { memberOf } from '../../src/json.ts'
import { createDatabase } from './database.ts'
import { lastingPort } from './ports.ts'
import { scratchCopy } from './scratch-copy.ts'

/** The auth server that the guide to Better Auth shows, in a process and with a database of its own. */
export type GuideAuthServer = { url: string; stop(): Promise<void> }

/** Starts the server of the guide, as it is written there. `stop` it in the end. */
export async function startAuthServerOfGuide(): Promise<GuideAuthServer> {
  const guide = await readFile(new URL('../../src/docs/assets/guides/2-better-auth.md', import.meta.url), 'utf8')
  const [, code] = /```js\n(\/\/ auth-server\.mjs\n[^]*?)```/.exec(guide) ?? []
  if (code === undefined) throw new Error('The guide to Better Auth shows no auth-server.mjs')
  const [copy, database, port] = await Promise.all([scratchCopy(), createDatabase('nothing'), lastingPort()])
  const url = `http://localhost:${port}`
  await writeFile(join(copy.folder, 'auth-server.mjs'), code)
  // Without the NODE_ENV of the tests, with which Better Auth would check less.
  const env = {
    PATH: process.env['PATH'],
    PORT: String(port),
    BETTER_AUTH_URL: url,
    BETTER_AUTH_SECRET: 'cT9wq2Lr5xVb8mZk1nYe4hUd7gJs0aPf',
    AUTH_DATABASE_URL: database.url,
  }
  const server = spawn(process.execPath, ['auth-server.mjs'], { cwd: copy.folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(server, 'exit')
  const errors = text(server.stderr)
  const stop = async (): Promise<void> => {
    server.kill()
    await ended
    await Promise.all([copy.remove(), database.drop()])
  }
  let printed = ''
  const up = new Promise<true>((resolve) => {
    server.stdout.setEncoding('utf8').on('data', (part: string) => {
      printed += part
      if (printed.includes(`Sign in at ${url}`)) resolve(true)
    })
  })
  if (await Promise.race([up, ended.then(() => false)])) return { url, stop }
  await stop()
  throw new Error(`The server of the guide did not start: ${await errors}`)
}

/** A response of the server: its status, and what is in its body. */
export type Reply = { status: number; at(...names: string[]): string; has(name: string): boolean }

/** A browser at a page of the server: it keeps cookies, and names its origin. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  get(path: string): Promise<Reply> {
    return this.#send(path, 'GET')
  }

  post(path: string, body: object): Promise<Reply> {
    return this.#send(path, 'POST', JSON.stringify(body))
  }

  async #send(path: string, method: string, json?: string): Promise<Reply> {
    const Cookie = Array.from(this.cookies, (pair) => pair.join('=')).join('; ')
    // A connection of its own: the server ends idle ones after five seconds, which a slow machine may need between two requests.
    const headers = { 'Content-Type': 'application/json', 'Connection': 'close', 'Origin': this.#url, Cookie }
    const response = await fetch(`${this.#url}/api/auth${path}`, { method, headers, ...(json !== undefined && { body: json }) })
    for (const [, name = '', value = '', rest = ''] of response.headers.getSetCookie().map((each) => /^([^=]+)=([^;]*)(.*)$/.exec(each) ?? [])) {
      if (/max-age=0\b/i.test(rest)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const body: unknown = await response.json()
    return {
      status: response.status,
      has: (name) => memberOf(body, name) !== undefined,
      at(...names) {
        const value = names.reduce(memberOf, body)
        if (typeof value !== 'string') throw new Error(`Better Auth answered ${response.status} with no ${names.join('.')} to ${path}`)
        return value
      },
    }
  }
}
