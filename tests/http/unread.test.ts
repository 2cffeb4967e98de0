import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { boundUnread } from '../../src/http/unread.ts'
import type { UnreadSettings } from '../../src/http/unread.ts'
import { eventually } from '../support/outages.ts'

// More than the system takes on behalf of a client that does not read.
const bytes = 20_000_000
const body = Buffer.alloc(bytes)
const patient: UnreadSettings = { maxBytes: bytes * 100, minBytesPerSecond: 1_000, graceMs: 600_000, checkEveryMs: 20 }

let server: Server | undefined
const clients: Socket[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy()
  server?.close()
})

async function serve(settings: Partial<UnreadSettings>): Promise<number> {
  server = createServer((_, response) => void response.end(body))
  boundUnread(server, { ...patient, ...settings })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return (server.address() as AddressInfo).port // it listens on a port
}

/** A client that has asked, and reads nothing. */
async function ask(port: number): Promise<Socket> {
  const client = connect(port, '127.0.0.1').on('error', () => undefined)
  clients.push(client)
  await once(client, 'connect')
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  return client
}

const connections = (): Promise<number> => new Promise((resolve, reject) => server?.getConnections((error, count) => (error ? reject(error) : resolve(count))))

describe('a client that does not read its response', () => {
  test('is let go once its time is over', async () => {
    const port = await serve({ graceMs: 100, minBytesPerSecond: bytes * 100 })
    await ask(port)
    await eventually(async () => expect(await connections()).toBe(0))
  })

  test('is let go when all of them together leave too much, as many as it takes', async () => {
    const port = await serve({ maxBytes: bytes * 2.5 })
    await ask(port)
    await ask(port)
    await ask(port)
    await eventually(async () => expect(await connections()).toBe(2))
  })
})

describe('a client that reads', () => {
  test('gets all of it, however long the service has it wait', async () => {
    const port = await serve({ maxBytes: bytes * 2 })
    const client = await ask(port)
    let received = 0
    client.on('data', (chunk: Buffer) => void (received += chunk.length))
    await eventually(() => expect(received).toBeGreaterThan(bytes))
    expect(await connections()).toBe(1)
  })
})
