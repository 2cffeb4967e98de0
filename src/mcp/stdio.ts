import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { parseError } from './server.ts'
import type { Call, McpServer, Reply } from './server.ts'

/** Serves MCP over a pair of streams, one message per line, until the input ends and every request is answered. */
export async function serveLines(input: Readable, output: Writable, server: McpServer, call: Call): Promise<void> {
  const lines = createInterface({ input })
  const underWay = new Set<Promise<void>>()
  // A client that stopped reading sends no more requests.
  output.on('error', () => lines.close())
  const answer = async (line: string): Promise<void> => {
    const reply = await replyTo(line, server, call)
    if (reply !== null) output.write(`${JSON.stringify(reply)}\n`)
  }
  for await (const line of lines) {
    if (line.trim() === '') continue
    const answering = answer(line).finally(() => underWay.delete(answering))
    underWay.add(answering)
  }
  await Promise.all(underWay)
  // The process may exit when this resolves, so everything must be written by then.
  await new Promise((done) => output.write('', done))
}

function replyTo(line: string, server: McpServer, call: Call): Reply | Promise<Reply | null> {
  let message: unknown
  try {
    message = JSON.parse(line)
  } catch {
    return parseError
  }
  return server(message, call)
}
