// Makes load in a process of its own: takes one job over IPC, sends back its outcome, and ends.
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * What to send: `requests` in turn, one at a time on each connection.
 * A closed loop sends the next as soon as a response arrives; an open loop sends at a fixed rate.
 */
export type Job = {
  port: number
  requests: string[]
  connections: number
  seconds: number
  /** Requests a second for an open loop; null for a closed one. */
  rate: number | null
  /** The most requests to send. */
  count: number
  /** The share of requests that are aborted after they were sent. */
  abortedShare: number
}

/** The result. Latencies are in milliseconds, of requests that got 2xx, were sent after the first second, and heeded Retry-After. */
export type Outcome = {
  sent: number
  /** Requests of an open loop for which no connection was free. */
  unsent: number
  good: number
  shed: number
  other: number
  broken: number
  aborted: number
  seconds: number
  latencies: number[]
  /** Latencies of requests sent in the first second, when the load still counts as a burst. */
  onset: number[]
  /** Latencies of requests sent before their Retry-After was over. */
  impatient: number[]
}

type Line = { socket: Socket; since: number; left: string | null; abort: boolean; waitsUntil: number }

/** Runs a job. */
async function run({ port, requests, connections, seconds, rate, count, abortedShare }: Job): Promise<Outcome> {
  const outcome: Outcome = { sent: 0, unsent: 0, good: 0, shed: 0, other: 0, broken: 0, aborted: 0, seconds: 0, latencies: [], onset: [], impatient: [] }
  const payloads = requests.map((text) => Buffer.from(text))
  const free: Line[] = []
  let open = 0
  const state = { over: false, ended: false }
  let began = performance.now()

  const stop = (): void => void (state.over = true)
  const dial = (): void => {
    open += 1
    const socket = connect(port, '127.0.0.1').setNoDelay(true)
    const line: Line = { socket, since: 0, left: null, abort: false, waitsUntil: 0 }
    socket.setEncoding('latin1')
    socket.on('connect', () => release(line))
    socket.on('data', (text) => receive(line, String(text)))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      open -= 1
      if (line.left !== null && !line.abort) outcome.broken += 1
      const at = free.indexOf(line)
      if (at >= 0) free.splice(at, 1)
      if (!state.over) dial()
    })
  }
  const release = (line: Line): void => {
    line.left = null
    if (rate === null && !state.over) send(line)
    else free.push(line)
  }
  const send = (line: Line): void => {
    if (outcome.sent >= count) return stop()
    const payload = payloads[outcome.sent % payloads.length]
    if (!payload) return
    outcome.sent += 1
    line.left = ''
    line.since = performance.now()
    line.socket.write(payload)
    line.abort = Math.random() < abortedShare
    if (!line.abort) return
    outcome.aborted += 1
    setTimeout(() => void line.socket.destroy(), Math.random() * 5)
  }
  const receive = (line: Line, text: string): void => {
    if (line.left === null) return
    const all = line.left + text
    const head = all.indexOf('\r\n\r\n')
    const length = Number(/content-length: (\d+)/i.exec(head < 0 ? '' : all.slice(0, head))?.[1] ?? 0)
    if (head < 0 || all.length < head + 4 + length) return void (line.left = all)
    if (line.abort) return
    tally(all.slice(9, 12), line)
    const wait = /retry-after: (\d+)/i.exec(all.slice(0, head))?.[1]
    if (wait !== undefined) line.waitsUntil = performance.now() + Number(wait) * 1_000
    release(line)
  }

  const tally = (status: string, { since, waitsUntil }: Line): void => {
    const isGood = status.startsWith('2')
    const { impatient, onset, latencies } = outcome
    if (isGood) (since < waitsUntil ? impatient : since < began + 1_000 ? onset : latencies).push(performance.now() - since)
    // Responses after the end do not count as throughput.
    if (state.ended) return
    if (isGood) outcome.good += 1
    else if (status === '503') outcome.shed += 1
    else outcome.other += 1
  }

  for (let index = 0; index < connections; index += 1) dial()
  if (rate !== null) await offer(rate)
  else while (!state.over && performance.now() - began < seconds * 1000) await pause(5)
  stop()
  state.ended = true
  outcome.seconds = (performance.now() - began) / 1000
  // Wait for open requests, but not for ever.
  for (let waited = 0; waited < 500 && free.length < open; waited += 1) await pause(10)
  return outcome

  async function offer(perSecond: number): Promise<void> {
    while (free.length < connections) await pause(5)
    began = performance.now()
    let offered = 0
    while (performance.now() - began < seconds * 1000 && !state.over) {
      const due = Math.min(((performance.now() - began) / 1000) * perSecond, count)
      for (; offered < due; offered += 1) {
        // The one that has been free longest, so that all are used.
        const line = free.shift()
        if (line) send(line)
        else outcome.unsent += 1
      }
      await pause(1)
    }
  }
}

process.once('message', (job: Job) => {
  void run(job).then((outcome) => {
    process.send?.(outcome, () => process.exit())
  })
})
