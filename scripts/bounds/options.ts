// What may be asked of npm run bench:bounds on the command line.
import { parseArgs } from 'node:util'
import { listOf, numberOf } from '../bench/options.ts'

export const partNames = ['growth', 'crowd', 'processes', 'start'] as const

export type PartName = (typeof partNames)[number]

/** How much is measured. Times in seconds. */
export type BoundsOptions = { only: PartName[]; tasks: number; rounds: number; seconds: number; connections: number }

/** How many tasks there are where nothing else is said; only then the results are kept. */
export const allTasks = 10_000_000

/** @throws RangeError with what an option has to be */
export function readBoundsOptions(): BoundsOptions {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      tasks: { type: 'string', default: String(allTasks) },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '2' },
    },
  })
  const tasks = numberOf('tasks', values.tasks, 200_000, allTasks)
  // Then each of the three users has a whole number of them, in turn with the others'.
  if (tasks % 100_000 !== 0) throw new RangeError(`--tasks is "${values.tasks}"; it has to be a multiple of 100,000.`)
  return {
    only: listOf('only', values.only, partNames),
    tasks,
    rounds: numberOf('rounds', values.rounds, 1, 20),
    seconds: numberOf('seconds', values.seconds, 0.2, 20),
    connections: 32,
  }
}
