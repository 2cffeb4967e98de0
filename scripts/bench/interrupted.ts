import { once } from 'node:events'

/** Rejects when someone ends the program early, so that it takes down what it has put up. */
export async function interrupted(): Promise<never> {
  await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)))
  throw new Error('Interrupted; nothing was written.')
}
