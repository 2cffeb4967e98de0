import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { ConfigError, readTarget } from '../config.ts'
import { loadContract } from '../contract/contract.ts'
import { ask, remoteCall } from '../mcp/remote.ts'
import type { Remote } from '../mcp/remote.ts'
import { createMcpServer } from '../mcp/server.ts'
import { serveLines } from '../mcp/stdio.ts'
import { toolsOf } from '../mcp/tools.ts'

/** The tools of a service somewhere else, for a client that started this process. */
export const command: Command = {
  summary: 'Serves the tools of a Taskpact service over MCP on standard input and output, for a client that starts it.',
  help: `Usage: taskpact mcp [--url <url>] [--token <token>]

  --url     Where the service is, such as https://tasks.example.com. Default: TASKPACT_URL.
  --token   An access token of the user whose tasks these are. Default: TASKPACT_TOKEN, which other users of the machine do not see.`,

  async run(args) {
    const { values } = parseArgs({ args, options: { url: { type: 'string' }, token: { type: 'string' } } })
    const remote = remoteOf(values)
    const contract = loadContract()
    const { version } = contract.document.info
    await requireSameContract(remote, version)
    await requireGoodToken(remote)
    await serveLines(process.stdin, process.stdout, createMcpServer(toolsOf(contract), version), remoteCall(remote))
  },
}

type Options = { url?: string; token?: string }

/** @throws ConfigError where there is no service to ask, or no token to ask it with */
function remoteOf(options: Options): Remote {
  const target = readTarget()
  const [url, token] = [options.url ?? target.url, options.token ?? target.token]
  if (url === null) throw new ConfigError('There is no URL. Set TASKPACT_URL or give --url: where the service is, such as https://tasks.example.com.')
  if (!/^https?:\/\/[^\s@?#]+$/i.test(url) || !URL.canParse(url)) {
    throw new ConfigError(`The URL is "${url}"; it has to be where the service is, such as https://tasks.example.com.`)
  }
  if (token === null) throw new ConfigError('There is no token. Set TASKPACT_TOKEN or give --token: an access token, as a log-in gives it.')
  if (!/^[\x21-\x7e]+$/.test(token)) throw new ConfigError('The token is none: a token has no spaces and no characters beyond ASCII.')
  return { url: url.replace(/\/+$/, ''), token }
}

/** @throws ConfigError */
async function requireSameContract(remote: Remote, version: string): Promise<void> {
  const { status, body } = await ask(remote, { method: 'GET', path: '/openapi.json', headers: {}, body: undefined })
  const info = memberOf(body, 'info')
  const served = memberOf(info, 'version')
  if (status !== 200 || memberOf(info, 'title') !== 'Taskpact' || typeof served !== 'string') {
    throw new ConfigError(`${remote.url} is no Taskpact service: it has no contract at /openapi.json (${status}). Check the URL.`)
  }
  if (served !== version) {
    throw new ConfigError(`${remote.url} has version ${served} of the contract, and this program version ${version}. Use the program of version ${served}.`)
  }
}

/** @throws ConfigError */
async function requireGoodToken(remote: Remote): Promise<void> {
  const { status, body } = await ask(remote, { method: 'GET', path: '/api/me', headers: {}, body: undefined })
  if (status === 200) return
  const detail = memberOf(body, 'detail')
  const reason = typeof detail === 'string' ? detail : 'it gives no reason.'
  throw new ConfigError(`${remote.url} ${status === 401 ? 'does not take the token' : `cannot be used now (${status})`}: ${reason}`)
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
