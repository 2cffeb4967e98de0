import { once } from 'node:events'
import { createServer, connect } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

/** Who sends: the service, or the database. */
export type Side = 'service' | 'database'

type Pair = { sockets: Record<Side, Socket>; frozen: boolean; unanswered: boolean; held: (() => void)[] }

type Trap = { side: Side; text: string; spring: (pair: Pair, bytes: Buffer) => void }

/** Stands between a service and its database, on a port that stays the same, and does to them what networks do. */
export class Proxy {
  /** How long a connection takes to come about, in milliseconds. */
  connectDelay = 0
  /** How long what the service sends is under way, in milliseconds. */
  latency = 0
  /** How many connections it has reset. */
  resets = 0
  /** Called with all that is passed on, and an object that stands for the connection. */
  listener: (connection: object, side: Side, bytes: Buffer) => void = () => undefined
  #target: URL
  #server: Server | null = null
  #port = 0
  #frozen = false
  #trap: Trap | null = null
  #unanswered: string | null = null
  readonly #pairs = new Set<Pair>()

  private constructor(databaseUrl: string) {
    this.#target = new URL(databaseUrl)
  }

  static async to(databaseUrl: string): Promise<Proxy> {
    const proxy = new Proxy(databaseUrl)
    await proxy.listen()
    return proxy
  }

  /** The database's URL, by way of here. */
  get url(): string {
    const url = new URL(this.#target)
    url.hostname = '127.0.0.1'
    url.port = String(this.#port)
    return url.href
  }

  /** Sends new connections elsewhere: a database that was started again listens on another port. */
  retarget(databaseUrl: string): void {
    this.#target = new URL(databaseUrl)
  }

  /** Takes connections again. */
  async listen(): Promise<void> {
    if (this.#server) return
    this.#server = createServer((service) => this.#accept(service)).listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    const { port } = this.#server.address() as AddressInfo // it listens on a port, not on a pipe
    this.#port = port
  }

  /** Refuses connections, and resets those there are. */
  async refuse(): Promise<void> {
    const server = this.#server
    if (!server) return
    this.#server = null
    const closed = once(server, 'close')
    server.close()
    this.reset()
    await closed
  }

  /** Resets every connection; new ones are let through. */
  reset(): void {
    for (const pair of this.#pairs) this.#reset(pair)
  }

  /** Falls silent: what is sent is not passed on, and connections come about but are never answered. */
  freeze(): void {
    this.#frozen = true
    this.freezeConnections()
  }

  /** Lets the connections there are fall silent, but not new ones: the other end is gone, and something else took its place. */
  freezeConnections(): void {
    for (const pair of this.#pairs) pair.frozen = true
  }

  /** Passes on what was held back, and everything from now on. */
  thaw(): void {
    this.#frozen = false
    this.#unanswered = null
    for (const pair of this.#pairs) {
      pair.frozen = false
      pair.unanswered = false
      for (const pass of pair.held.splice(0)) pass()
    }
  }

  /** Resets the next connection on which that side sends the text, which does not arrive. */
  resetAt(side: Side, text: string): void {
    this.#trap = { side, text, spring: (pair) => this.#reset(pair) }
  }

  /** Falls silent when that side sends the text, which does not arrive. */
  freezeAt(side: Side, text: string): void {
    this.#trap = { side, text, spring: () => this.freeze() }
  }

  /** Holds back what that side sends once it sends the text, and all that follows on that connection, until it thaws. */
  holdAt(side: Side, text: string): void {
    const spring = (pair: Pair, bytes: Buffer): void => {
      pair.frozen = true
      this.#pass(pair, side, bytes)
    }
    this.#trap = { side, text, spring }
  }

  /**
   * Holds back the rest of what the service sends after the first statement, once it sends the text, and all that follows on that
   * connection, until it thaws. Resolves once it has done so.
   */
  holdAfterFirst(text: string): Promise<void> {
    return new Promise((held) => {
      const spring = (pair: Pair, bytes: Buffer): void => {
        const end = endOfFirst(bytes)
        this.#pass(pair, 'service', bytes.subarray(0, end))
        pair.frozen = true
        this.#pass(pair, 'service', bytes.subarray(end))
        held()
      }
      this.#trap = { side: 'service', text, spring }
    })
  }

  /** Holds back what the database answers, until it thaws, on every connection on which the service sends the text. */
  holdAnswersTo(text: string): void {
    this.#unanswered = text
  }

  /** Sets no trap any more, where one is set. */
  disarm(): void {
    this.#trap = null
  }

  async close(): Promise<void> {
    this.thaw()
    await this.refuse()
  }

  #accept(service: Socket): void {
    // A connection that is not wanted yet holds back what it is sent.
    const pair: Pair = { sockets: { service, database: service }, frozen: this.#frozen, unanswered: false, held: [] }
    this.#pairs.add(pair)
    service
      .setNoDelay(true)
      .on('error', () => undefined)
      .on('close', () => this.#drop(pair))
    const open = (): void => {
      if (service.destroyed) return
      const database = connect(Number(this.#target.port), this.#target.hostname)
      pair.sockets.database = database
      database
        .setNoDelay(true)
        .on('error', () => undefined)
        .on('close', () => this.#drop(pair))
      database.on('data', (bytes: Buffer) => this.#pass(pair, 'database', bytes))
      service.on('data', (bytes: Buffer) => this.#pass(pair, 'service', bytes))
    }
    if (pair.frozen) pair.held.push(open)
    else if (this.connectDelay > 0) setTimeout(open, this.connectDelay)
    else open()
  }

  #pass(pair: Pair, side: Side, bytes: Buffer): void {
    if (pair.frozen || (pair.unanswered && side === 'database')) return void pair.held.push(() => this.#pass(pair, side, bytes))
    if (side === 'service' && this.#unanswered !== null && bytes.includes(this.#unanswered)) pair.unanswered = true
    if (this.#trap?.side === side && bytes.includes(this.#trap.text)) {
      const { spring } = this.#trap
      this.#trap = null
      return spring(pair, bytes)
    }
    this.listener(pair, side, bytes)
    const { service, database } = pair.sockets
    if (side === 'database') service.write(bytes)
    else if (this.latency > 0) setTimeout(() => database.write(bytes), this.latency)
    else database.write(bytes)
  }

  #reset(pair: Pair): void {
    this.resets += 1
    this.#pairs.delete(pair)
    for (const socket of Object.values(pair.sockets)) socket.resetAndDestroy()
  }

  #drop(pair: Pair): void {
    this.#pairs.delete(pair)
    for (const socket of Object.values(pair.sockets)) socket.destroy()
  }
}

/** Where the first statement ends: after the message that executes it. A message has a letter, and a length that counts itself. */
function endOfFirst(bytes: Buffer): number {
  for (let at = 0; at + 5 <= bytes.length;) {
    const isExecute = bytes[at] === 'E'.charCodeAt(0)
    at += 1 + bytes.readUInt32BE(at + 1)
    if (isExecute) return at
  }
  throw new Error('no statement is executed')
}
