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
        { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
        // Lines leave together, at the latest after a tenth of a second, and at the end of the process.
        pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 100 }),
      )
}
