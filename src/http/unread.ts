import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/** The total size of unread responses, and the minimum speed at which each client must read. */
export type UnreadSettings = { maxBytes: number; minBytesPerSecond: number; graceMs: number; checkEveryMs: number }

/** Room for thirty of the longest responses, which a client has to read in 105 seconds. */
export const unreadSettings: UnreadSettings = { maxBytes: 64_000_000, minBytesPerSecond: 20_000, graceMs: 5_000, checkEveryMs: 1_000 }

/** The deadline for a client to read everything it was sent. */
type Deadline = { at: number; sentBytes: number }

/**
 * Closes connections whose clients do not read their responses, as their buffers take memory from others. It periodically checks
 * connections with unread data: each has a deadline that grows with the data sent. If the total is too large, it first closes
 * connections of the address with the most unread data.
 */
export function boundUnread(server: Server, { maxBytes, minBytesPerSecond, graceMs, checkEveryMs }: UnreadSettings): void {
  const sockets = new Map<Socket, Deadline | null>()

  const watch = ({ socket }: IncomingMessage): void => {
    if (sockets.has(socket)) return
    sockets.set(socket, null)
    socket.once('close', () => sockets.delete(socket))
  }

  /** The deadline of a connection; null if its client has read everything. */
  const deadlineOf = (socket: Socket, known: Deadline | null, now: number): Deadline | null => {
    if (socket.writableLength === 0) return null
    const { bytesWritten: sentBytes } = socket
    if (!known) return { at: now + graceMs + (socket.writableLength / minBytesPerSecond) * 1_000, sentBytes }
    return { at: known.at + ((sentBytes - known.sentBytes) / minBytesPerSecond) * 1_000, sentBytes }
  }

  const check = (): void => {
    const now = performance.now()
    const unread: Socket[] = []
    let bytes = 0
    for (const [socket, known] of sockets) {
      const deadline = deadlineOf(socket, known, now)
      sockets.set(socket, deadline)
      if (deadline && now > deadline.at) socket.destroy()
      else if (deadline) {
        unread.push(socket)
        bytes += socket.writableLength
      }
    }
    if (bytes > maxBytes) endMost(unread, bytes - maxBytes)
  }

  server.on('request', watch)
  const timer = setInterval(check, checkEveryMs).unref()
  server.once('close', () => clearInterval(timer))
}

/** Closes connections until enough bytes are freed: those of the address with the most unread data, largest first. */
function endMost(sockets: readonly Socket[], excessBytes: number): void {
  const byAddress = new Map<string, number>()
  const left = (socket: Socket): number => byAddress.get(addressOf(socket)) ?? 0
  for (const socket of sockets) byAddress.set(addressOf(socket), left(socket) + socket.writableLength)
  const most = sockets.toSorted((one, other) => left(other) - left(one) || other.writableLength - one.writableLength)
  for (const socket of most) {
    if (excessBytes <= 0) return
    excessBytes -= socket.writableLength
    socket.destroy()
  }
}

const addressOf = ({ remoteAddress = '' }: Socket): string => remoteAddress
