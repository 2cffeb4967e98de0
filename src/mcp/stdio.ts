import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { parseError } from './server.ts'
import type { Call, McpServer, Reply } from './server.ts'

/** Serves MCP over a pair of streams, a message a line, until the input ends and all that was asked is answered. */
export async function serveLines(input: Readable, output: Writable, server: McpServer, call: Call): Promise<void> {
  const lines = createInterface({ input })
  const underWay = new Set<Promise<void>>()
  // Whoever no longer reads has nothing more to ask.
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
  // The process may end when this does: by then, all is handed over.
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
