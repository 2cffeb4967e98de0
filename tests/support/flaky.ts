import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A way to the service on which connections break. */
export type FlakyWay = {
  url: string
  /** How many answers are still to be lost: each is read, and the connection broken in its place. */
  lose: number
  close(): void
}

/** Opens such a way to the service at `url`; nothing is lost until `lose` is set. */
export async function flakyWay(url: string): Promise<FlakyWay> {
  const { hostname, port } = new URL(url)
  const server = createServer((client) => {
    const service = connect(Number(port), hostname)
    for (const socket of [client, service]) socket.on('error', () => undefined)
    client.on('close', () => service.destroy()).pipe(service)
    service.on('close', () => client.destroy())
    service.on('data', (bytes) => {
      if (way.lose === 0) return void client.write(bytes)
      way.lose -= 1
      client.destroy()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const way: FlakyWay = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on a port
    lose: 0,
    close: () => void server.close(),
  }
  return way
}
