import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect as dial } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import type { NatsConnection } from '@nats-io/transport-node'
import { lastingPort } from './ports.ts'

/** A message as the stream has it. */
export type Stored = { subject: string; id: string; contentType: string; event: CloudEvent }

/** A CloudEvent with the attributes that ours have. */
export type CloudEvent = Record<'specversion' | 'id' | 'source' | 'type' | 'subject' | 'time' | 'datacontenttype' | 'userid' | 'sequence', string> & {
  dataschema?: string
  data: Record<string, unknown>
}

/** A nats-server of a test's own, which keeps its messages in a folder. */
export type TestBroker = {
  url: string
  port: number
  start(): Promise<void>
  /** Ends it with SIGKILL. */
  kill(): Promise<void>
  signal(signal: NodeJS.Signals): void
  /** Lets clients subscribe to nothing but this from now on. */
  permit(subject: string): Promise<void>
  /** Everything that the stream has, in its order. */
  read(): Promise<Stored[]>
  /** Works with a connection of a consumer. */
  use<Result>(work: (connection: NatsConnection) => Promise<Result>): Promise<Result>
  remove(): Promise<void>
}

/** The program, where `npm run test:events` has found it. */
const program = process.env['TEST_NATS_SERVER'] ?? ''

const credentials = { user: 'taskpact', pass: 'p@ss/word' }

/** Prepares a broker, which does not run yet. @param limits further lines of its configuration */
export async function createBroker(limits: Record<string, number | boolean> = {}): Promise<TestBroker> {
  const [folder, port] = [await mkdtemp(join(tmpdir(), 'taskpact-broker-')), await lastingPort()]
  const { user, pass } = credentials
  const configure = (subject: string): Promise<void> => {
    const authorization = { users: [{ user, password: pass, permissions: { publish: '>', subscribe: subject } }] }
    // Its format takes JSON.
    return writeFile(join(folder, 'nats.json'), JSON.stringify({ host: '127.0.0.1', port, jetstream: { store_dir: folder }, authorization, ...limits }))
  }
  await configure('>')
  let child: ChildProcess | null = null
  const kill = async (): Promise<void> => {
    if (!child) return
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    child = null
  }
  const use: TestBroker['use'] = async (work) => {
    const connection = await connect({ servers: `127.0.0.1:${port}`, ...credentials })
    try {
      return await work(connection)
    } finally {
      await connection.close()
    }
  }
  return {
    url: `nats://${user}:${encodeURIComponent(pass)}@127.0.0.1:${port}`,
    port,
    async start() {
      child = spawn(program, ['-c', join(folder, 'nats.json')], { stdio: 'ignore' })
      while (!(await listens(port))) await pause(20)
    },
    kill,
    signal: (signal) => void child?.kill(signal),
    async permit(subject) {
      await configure(subject)
      child?.kill('SIGHUP')
    },
    read: () => use(readStream),
    use,
    async remove() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = dial(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

async function readStream(connection: NatsConnection): Promise<Stored[]> {
  const stored: Stored[] = []
  const { streams } = await jetstreamManager(connection)
  const { state } = await streams.info('TASKPACT')
  if (state.messages === 0) return stored
  const consumer = await jetstream(connection).consumers.get('TASKPACT')
  for await (const message of await consumer.consume({ max_messages: 2_000 })) {
    const id = message.headers?.get('Nats-Msg-Id') ?? ''
    stored.push({ subject: message.subject, id, contentType: message.headers?.get('Content-Type') ?? '', event: message.json<CloudEvent>() })
    if (message.seq >= state.last_seq) break
  }
  return stored
}
