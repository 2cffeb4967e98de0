import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { lastingPort } from '../support/ports.ts'
import { start } from '../support/service.ts'
import type { TestService } from '../support/service.ts'
import { createTask } from '../support/tasks.ts'

const password = 'hunter2'

/** A port that accepts connections and says nothing. */
async function silentServer(): Promise<{ server: Server; port: number; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => void sockets.add(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port, sockets } // it listens on a port, not on a pipe
}

const metricOf = async (service: TestService, name: string): Promise<number> => {
  const { text } = await service.anyone.get('/metrics').expect(200)
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
}

describe.each(['refuses connections', 'accepts connections and says nothing'])('while the broker %s', (kind) => {
  let service: TestService
  let silent: Awaited<ReturnType<typeof silentServer>>
  beforeAll(async () => {
    silent = await silentServer()
    const port = kind.startsWith('refuses') ? await lastingPort() : silent.port
    service = await start({ settings: { events: { host: '127.0.0.1', port, secure: false, credentials: { user: 'taskpact', pass: password } } } })
  })
  afterAll(async () => {
    await service.running.stop(true)
    await service.database.drop()
    for (const socket of silent.sockets) socket.destroy()
    silent.server.close()
  })

  test('201, 200: changes are made and read as ever, and the service is ready', async () => {
    const task = await createTask(service.alice)
    await service.alice.patch(`/api/me/tasks/${task.id}/complete`, { completed: true }).expect(200)
    await service.anyone.get('/health/ready').expect(200)
    await service.alice.get(`/api/me/tasks/${task.id}`).expect(200)
  })

  test('the metrics tell of it, and so does one line of the log, without the password', async () => {
    await createTask(service.bob)
    await vi.waitFor(async () => expect(await metricOf(service, 'taskpact_events_failures_total')).toBeGreaterThan(0), { timeout: 60_000, interval: 50 })
    expect(await metricOf(service, 'taskpact_events_waiting_seconds')).toBeGreaterThan(0)
    expect(await metricOf(service, 'taskpact_events_published_total')).toBe(0)
    expect(service.log.filter(({ msg }) => String(msg).startsWith('events could not be published'))).toHaveLength(1)
    expect(JSON.stringify(service.log)).not.toContain(password)
  })
})
