import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import type { Transport, VersionNegotiationMode } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll } from 'vitest'
import { program } from './program.ts'

/** A person's tools, as MCP's own client sees them. */
export type Tools = {
  client: Client
  /** What a tool gives: the JSON value, or else the text. It fails where that is an error. */
  use(name: string, given?: object): Promise<unknown>
  /** The text of a tool's error. It fails where there is none. */
  refused(name: string, given?: object): Promise<string>
  /** Whatever is said of a call, be it done or refused, as a tool's error or by the protocol. */
  outcome(name: string, given?: object): Promise<string>
}

/** The latest revision of the protocol, without a handshake. */
export const latest: VersionNegotiationMode = { pin: '2026-07-28' }

/** The tools over HTTP. */
export const overHttp = (url: string, token: string, path = '/mcp'): Transport =>
  new StreamableHTTPClientTransport(new URL(path, url), { requestInit: { headers: { Authorization: `Bearer ${token}` } } })

/** The tools of `taskpact mcp`. */
export const overLines = (url: string, token: string, ...args: string[]): Transport =>
  new StdioClientTransport({ command: process.execPath, args: [...program, 'mcp', ...args], env: { TASKPACT_URL: url, TASKPACT_TOKEN: token } })

/**
 * Connects a client, which is closed after the tests of the file.
 * @param mode how the client chooses the revision of the protocol
 */
export async function connect(transport: Transport, mode: VersionNegotiationMode): Promise<Tools> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } })
  await client.connect(transport)
  opened.push(client)
  const call = async (name: string, given: object): Promise<{ text: string; isError: unknown }> => {
    const { content, isError, structuredContent } = await client.callTool({ name, arguments: { ...given } })
    if (structuredContent !== undefined) throw new Error(`${name} gives its result twice`)
    return { text: content.map((block) => (block.type === 'text' ? block.text : `a block of ${block.type}`)).join('\n'), isError }
  }
  return {
    client,
    async use(name, given = {}) {
      const { text, isError } = await call(name, given)
      if (isError) throw new Error(text)
      return text.startsWith('{') ? (JSON.parse(text) as unknown) : text
    },
    async refused(name, given = {}) {
      const { text, isError } = await call(name, given)
      if (isError !== true) throw new Error(`${name} was not refused: ${text}`)
      return text
    },
    outcome: (name, given = {}) => call(name, given).then(({ text }) => text, String),
  }
}

const opened: Client[] = []

/** To be called once in a file that connects. */
export function closeAfterwards(): void {
  afterAll(() => Promise.all(opened.splice(0).map((client) => client.close())))
}
