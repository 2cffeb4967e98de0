import { setTimeout as pause } from 'node:timers/promises'
import type { Problem } from '../problem.ts'
import { retriesFor, toProblem } from './errors.ts'

/**
 * Does a transaction, and again when the database rolled it back because of another one, or lost the connection: for what nobody
 * would repeat by hand, like a request in a deadlock.
 * @param retriesOf says how often it is done again at most after such a problem
 * @throws Problem
 */
export async function withRetries<Result>(
  transaction: () => Promise<Result>,
  retriesOf: (problem: Problem, isRetry: boolean) => number = retriesFor,
): Promise<Result> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await transaction()
    } catch (error) {
      const problem = toProblem(error)
      if (tries >= retriesOf(problem, tries > 0)) throw problem
      await pause(Math.random() * 20 * (tries + 1))
    }
  }
}
