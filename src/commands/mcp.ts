import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { readTarget } from '../config/read.ts'
import { ConfigError } from '../config/settings.ts'
import { loadContract } from '../contract/contract.ts'
import { maxResponseBytes } from '../execution/size.ts'
import { memberOf } from '../json.ts'
import { ask, remoteCall } from '../mcp/remote.ts'
import type { Remote } from '../mcp/remote.ts'
import { serveLines } from '../mcp/stdio.ts'
import { UnknownTool, chosenOf, namesIn, toolsOf } from '../mcp/tools.ts'
import type { Tool } from '../mcp/tools.ts'
import { bearerToken, serviceUrl } from './target.ts'

/** Serves the tools of a remote service to the client that started this process. */
export const command: Command = {
  summary: 'Serves the tools of a Taskpact service over MCP on standard input and output.',
  help: `Usage: taskpact mcp [--url <url>] [--token <token>] [--tools <names>] [--read-only]

  --url     URL of the service, such as https://tasks.example.com. Default: TASKPACT_URL.
  --token   Access token of the user, such as a personal access token. Default: TASKPACT_TOKEN, which other users of the machine cannot see.
  --tools   Only these tools, separated by commas, such as list_tasks,add_task. Default: all.
  --read-only
            Only tools that change nothing.`,

  async run(args) {
    const { values } = parseArgs({
      args,
      options: { 'url': { type: 'string' }, 'token': { type: 'string' }, 'tools': { type: 'string' }, 'read-only': { type: 'boolean', default: false } },
    })
    const remote = remoteOf(values)
    const contract = loadContract()
    const tools = toolsChosen(toolsOf(contract), values)
    const { version } = contract.document.info
    await requireSameContract(remote, version)
    await requireGoodToken(remote)
    const offer = { tools, version, maxResultBytes: maxResponseBytes }
    await serveLines(process.stdin, process.stdout, offer, remoteCall(remote))
  },
}

type Options = { 'url'?: string; 'token'?: string; 'tools'?: string; 'read-only': boolean }

/** @throws ConfigError for a tool that does not exist */
function toolsChosen(tools: ReadonlyMap<string, Tool>, { 'tools': names, 'read-only': readOnly }: Options): ReadonlyMap<string, Tool> {
  try {
    return chosenOf(tools, { names: names === undefined ? null : namesIn(names), readOnly })
  } catch (error) {
    throw error instanceof UnknownTool ? new ConfigError(`--tools: ${error.message}`) : error
  }
}

/** @throws ConfigError without a valid URL and token */
function remoteOf(options: Options): Remote {
  const target = readTarget()
  const [url, token] = [options.url ?? target.url, options.token ?? target.token]
  if (url === null) throw new ConfigError('No URL. Set TASKPACT_URL or --url to the service, such as https://tasks.example.com.')
  const service = serviceUrl(url)
  if (token === null) throw new ConfigError('No token. Set TASKPACT_TOKEN or --token to an access token, which a log-in returns.')
  return { url: service, token: bearerToken(token) }
}

/** @throws ConfigError */
async function requireSameContract(remote: Remote, version: string): Promise<void> {
  const { status, body } = await ask(remote, { method: 'GET', path: '/openapi.json', headers: {}, body: undefined })
  const info = memberOf(body, 'info')
  const served = memberOf(info, 'version')
  if (status !== 200 || memberOf(info, 'title') !== 'Taskpact' || typeof served !== 'string') {
    throw new ConfigError(`${remote.url} is not a Taskpact service: it has no contract at /openapi.json (${status}). Check the URL.`)
  }
  if (served !== version) {
    throw new ConfigError(`${remote.url} has version ${served} of the contract, but this program has ${version}. Use the program of version ${served}.`)
  }
}

/** @throws ConfigError */
async function requireGoodToken(remote: Remote): Promise<void> {
  const { status, body } = await ask(remote, { method: 'GET', path: '/api/me', headers: {}, body: undefined })
  // A personal access token may be good without the scope account:read.
  if (status === 200 || (status === 403 && memberOf(body, 'type') === '/docs/problems/insufficient-scope')) return
  const detail = memberOf(body, 'detail')
  const reason = typeof detail === 'string' ? detail : 'no reason given.'
  throw new ConfigError(`${remote.url} ${status === 401 ? 'rejects the token' : `cannot be used now (${status})`}: ${reason}`)
}
