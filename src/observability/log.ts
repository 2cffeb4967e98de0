import { pino } from 'pino'
import type { Logger } from 'pino'

/**
 * The log: JSON lines, or readable lines if standard output is a terminal. It gets ids, operations, statuses and
 * error codes; never a token, a password or a user's text.
 */
export function createLog(level: string): Logger {
  return process.stdout.isTTY
    ? pino({ level, base: null, transport: { target: 'pino-pretty', options: { singleLine: true, translateTime: 'HH:MM:ss.l' } } })
    : pino(
        { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
        // Lines leave together, at the latest after a tenth of a second, and at the end of the process. Never more of them than
        // a pipe takes in one piece, so that those of several processes do not mix; and what waits is measured with each line.
        pino.destination({ dest: 1, sync: false, minLength: 3_000, maxWrite: 4_096, periodicFlush: 100 }),
      )
}

/** The log of starts and stops, which are written at every level but `silent`. */
export function createLifecycleLog(log: Logger): Logger {
  return log.level === 'silent' ? log : log.child({}, { level: 'info' })
}

/** The log of what runs in a command, which prints its own words alone. */
export const createSilentLog = (): Logger => pino({ level: 'silent' })

/** The log of what an operator's command does, apart from its output. On a terminal, it would be noise that nothing keeps. */
export const createCommandLog = (): Logger =>
  process.stderr.isTTY ? createSilentLog() : pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }))
