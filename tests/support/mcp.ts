import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterAll } from 'vitest'
import { program } from './program.ts'

/** A person's tools, as MCP's own client sees them. */
export type Tools = {
  client: Client
  /** What a tool gives, as structured content. It fails where that is an error. */
  use(name: string, given?: object): Promise<unknown>
  /** The text of a tool's error. It fails where there is none. */
  refused(name: string, given?: object): Promise<string>
  /** Whatever is said of a call, be it done or refused, as a tool's error or by the protocol. */
  outcome(name: string, given?: object): Promise<string>
}

/** Both ways to the tools of a service. */
export const transports: Record<string, (url: string, token: string) => Transport> = {
  'POST /mcp': (url, token) => new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit: { headers: { Authorization: `Bearer ${token}` } } }),
  'taskpact mcp': (url, token) =>
    new StdioClientTransport({ command: process.execPath, args: [...program, 'mcp'], env: { TASKPACT_URL: url, TASKPACT_TOKEN: token } }),
}

/** Connects a client, which is closed after the tests of the file. */
export async function connect(transport: Transport): Promise<Tools> {
  const client = new Client({ name: 'test', version: '1.0.0' })
  await client.connect(transport)
  opened.push(client)
  const call = async (name: string, given: object): Promise<{ text: string; isError: unknown; structured: unknown }> => {
    const { content, isError, structuredContent } = await client.callTool({ name, arguments: { ...given } })
    return { text: (content as { text: string }[]).map(({ text }) => text).join('\n'), isError, structured: structuredContent } // every block of ours is text
  }
  return {
    client,
    async use(name, given = {}) {
      const { text, isError, structured } = await call(name, given)
      if (isError) throw new Error(text)
      return structured ?? text
    },
    async refused(name, given = {}) {
      const { text, isError, structured } = await call(name, given)
      if (isError !== true || structured !== undefined) throw new Error(`${name} was not refused: ${text}`)
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
