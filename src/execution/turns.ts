import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DatabaseCost } from '../database/statement-runner.ts'

// To check or to serialize this many of the longest tasks takes a few milliseconds.
const fewRows = 50

/** Lets other requests have their turn, before the next step of a request with many rows. */
export async function giveWay({ rows }: DatabaseCost): Promise<void> {
  if (rows > fewRows) await nextTurn()
}
