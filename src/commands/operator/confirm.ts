import { createInterface } from 'node:readline'
import { UsageError } from '../command.ts'

/** Asks whether what cannot be taken back is meant. @throws if it is not */
export type Confirm = (consequence: string) => Promise<void>

/**
 * How a command asks before it destroys: on a terminal, unless it was told yes.
 * @throws UsageError if nobody can be asked
 */
export function confirmation(yes: boolean): Confirm {
  if (yes) return () => Promise.resolve()
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new UsageError('This cannot be taken back. Without a terminal to ask on, confirm it with --yes.')
  return async (consequence) => {
    if (!/^y(es)?$/i.test((await ask(`${consequence} Continue? [y/N] `)).trim())) throw new Error('Nothing was changed.')
  }
}

/** The answer to a question; none if the terminal is closed or interrupted. It is not part of the output, which programs may read. */
function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((resolve) => {
    lines.once('close', () => resolve(''))
    lines.question(question, (answer) => {
      resolve(answer)
      lines.close()
    })
  })
}
