import { pino } from 'pino'
import type { Logger } from 'pino'

/**
 * The log: JSON lines, or lines for people where standard output is a terminal. It is given ids, operations, statuses and
 * error codes; never a token, a password or anything that a user wrote.
 */
export function createLog(level: string): Logger {
  return process.stdout.isTTY
    ? pino({ level, base: null, transport: { target: 'pino-pretty', options: { singleLine: true, translateTime: 'HH:MM:ss.l' } } })
    : pino(
        { level, base: null, timestamp: isoTime() },
        // Lines leave together, at the latest after a tenth of a second, and at the end of the process. Never more of them than
        // a pipe takes in one piece, so that those of several processes do not mix; and what waits is measured with each line.
        pino.destination({ dest: 1, sync: false, minLength: 3_000, maxWrite: 4_096, periodicFlush: 100 }),
      )
}

/** The time as pino writes it into a line; all but the milliseconds is worked out once a second. */
function isoTime(): () => string {
  let second = 0
  let text = ''
  return () => {
    const now = Date.now()
    const milliseconds = now % 1000
    if (now - milliseconds !== second) {
      second = now - milliseconds
      text = new Date(second).toISOString().slice(0, -4)
    }
    return `,"time":"${text}${String(milliseconds).padStart(3, '0')}Z"`
  }
}

/** Writes a line of level `info`. */
export type Note = (fields: object, message: string) => void

/**
 * A quick way to write a line of level `info` whose fields hold ids, numbers and words of our own: pino looks at each of them
 * by itself, which on every request costs more than to answer it does.
 */
export function createNote(log: Logger): Note {
  const stream = Reflect.get(log, pino.symbols.streamSym) as { write(line: string): unknown } // pino's own, of every logger
  const time = Reflect.get(log, pino.symbols.timeSym) as () => string // likewise
  return (fields, message) => {
    if (!log.isLevelEnabled('info')) return
    stream.write(`{"level":30${time()},${JSON.stringify(fields).slice(1, -1)},"msg":"${message}"}\n`)
  }
}
