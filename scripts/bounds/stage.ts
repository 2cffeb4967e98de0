// What a part is measured on: a database of its own, whoever asks, and the services that are started; all of it is gone afterwards.
import type pg from 'pg'
import { startDatabase } from '../bench/database.ts'
import { startLoader } from '../bench/loader.ts'
import type { Loader } from '../bench/loader.ts'
import type { Pinning } from '../bench/machine.ts'
import { createPlace, startServer } from '../bench/servers.ts'
import type { Place, RunningServer } from '../bench/servers.ts'
import type { Measured, Section } from './section.ts'

export type Stage = {
  place: Place
  loader: Loader
  /** Starts the service, as it is built, with settings in its environment. */
  service(settings?: Record<string, string>): Promise<RunningServer>
  /** What there is to stop at the end, however that comes. */
  atEnd(stop: () => Promise<void>): void
}

/** A data set other than the benchmark's own, and how many users of it may ask. */
export type DataSet = { fill(client: pg.Client): Promise<unknown>; users: number }

/** How a part is run. */
export type Setting = {
  pinning: Pinning
  /** Rejects when someone ends the program. */
  interruption: Promise<never>
  data?: DataSet
}

/** Sets a stage, has a part measured on it and clears it away. @throws when interrupted, once nothing is left */
export async function onStage({ pinning, interruption, data }: Setting, measure: (stage: Stage) => Promise<Measured>): Promise<Section> {
  const database = await startDatabase(data && ((client) => Promise.race([data.fill(client), interruption])))
  const place = createPlace(database, pinning, data?.users)
  const loader = startLoader(place.people)
  const stops: (() => Promise<void>)[] = []
  const stage: Stage = {
    place,
    loader,
    async service(settings = {}) {
      const server = await startServer('service', place, { settings })
      stops.push(server.stop)
      return server
    },
    atEnd: (stop) => void stops.push(stop),
  }
  try {
    return { ...(await Promise.race([measure(stage), interruption])), postgres: database.version }
  } finally {
    loader.stop()
    await Promise.all(stops.map((stop) => stop()))
    await database.stop()
  }
}
