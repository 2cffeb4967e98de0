import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { isJSONRPCErrorResponse, isJSONRPCNotification, isJSONRPCRequest, isJSONRPCResultResponse } from '@modelcontextprotocol/server'
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { rpcCodes, rpcErrorOf } from '../http/json-rpc.ts'
import { memberOf } from '../json.ts'
import { malformedRequest } from '../problem.ts'
import { withProblem } from './refusals.ts'
import { createMcpServer } from './server.ts'
import type { Call, Offer } from './server.ts'

/** Serves MCP over a pair of streams, one message per line, until the input ends and every request is answered. */
export async function serveLines(input: Readable, output: Writable, offer: Offer, call: Call): Promise<void> {
  const { transport, ended } = lineTransport(input, output)
  const served = serveStdio(() => createMcpServer(offer, call), { transport })
  await ended
  await served.close()
  // The process may exit when this resolves, so everything must be written by then.
  await new Promise((done) => output.write('', done))
}

/**
 * Messages as lines. The library's own transport answers nothing that is under way when the input ends, and says nothing to a line
 * that is no message.
 */
function lineTransport(input: Readable, output: Writable): { transport: Transport; ended: Promise<void> } {
  const lines = createInterface({ input })
  const unanswered = new Set<unknown>()
  let settle = (): void => undefined
  const ended = new Promise<void>((done) => {
    let isOver = false
    settle = () => {
      if (isOver && unanswered.size === 0) done()
    }
    lines.on('close', () => {
      isOver = true
      settle()
    })
  })
  const write = (value: unknown): void => void output.write(`${JSON.stringify(value)}\n`)
  const refuse = (detail: string, code: number): void => write(rpcErrorOf(malformedRequest(detail).document('/mcp'), null, code))
  // A client that stopped reading sends no more requests.
  output.on('error', () => {
    unanswered.clear()
    lines.close()
    settle()
  })

  const transport: Transport = {
    start() {
      lines.on('line', (line) => {
        if (line.trim() === '') return
        const message = parsed(line)
        if (message === undefined) return refuse('This is not well-formed JSON.', rpcCodes.parseError)
        if (!isMessage(message)) return refuse('Send one JSON-RPC 2.0 message per line, an object.', rpcCodes.invalidRequest)
        if (isJSONRPCRequest(message)) unanswered.add(message.id)
        // What is cancelled gets no response.
        if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') unanswered.delete(memberOf(message.params, 'requestId'))
        transport.onmessage?.(message)
      })
      return Promise.resolve()
    },
    send(message) {
      write(withProblem(message))
      if ('id' in message && !('method' in message)) unanswered.delete(message.id)
      settle()
      return Promise.resolve()
    },
    close() {
      lines.close()
      return Promise.resolve()
    },
  }
  return { transport, ended }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const isMessage = (value: unknown): value is JSONRPCMessage =>
  isJSONRPCRequest(value) || isJSONRPCNotification(value) || isJSONRPCResultResponse(value) || isJSONRPCErrorResponse(value)
