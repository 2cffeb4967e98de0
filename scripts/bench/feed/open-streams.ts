// Streams at the least cost for the process that reads them: a socket each.
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { toHttp } from '../scenarios.ts'
import type { User } from '../scenarios.ts'

/** Opens a stream. @param onText gets all that comes after the head, as it comes @returns its socket */
export async function openStream(port: number, { id, token }: User, onText: (text: string) => void = () => undefined): Promise<Socket> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    socket.write(toHttp({ method: 'GET', path: `/api/${id}/events`, body: null }, token))
    const [head] = (await once(socket, 'data')) as [string] // as its encoding says
    if (head.startsWith('HTTP/1.1 200')) return socket.on('data', onText).on('error', () => undefined)
    socket.destroy()
    // Too many at once.
    if (!head.startsWith('HTTP/1.1 503')) throw new Error(`a stream got ${head.slice(0, 40)}`)
    await pause(100)
  }
  throw new Error('a stream was not opened, however often it was tried')
}
