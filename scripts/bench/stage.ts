// What a section is measured on: a database of its own, the load generator, and the servers that it starts. All of it is stopped afterwards.
import { once } from 'node:events'
import type pg from 'pg'
import type { Processors } from '../support/processors.ts'
import { UserError } from '../support/program.ts'
import { startDatabase } from './database.ts'
import { startLoader } from './loader.ts'
import type { LoadResult } from './loader.ts'
import { createEnvironment, startServer } from './servers.ts'
import type { Additions, Environment, RunningServer, ServerName } from './servers.ts'
import type { Workload } from './workload.ts'

/** A data set and how many of its users, from 1 on, send requests. */
export type DataSet = { fill(client: pg.Client): Promise<unknown>; users: number }

/** A round of load. Times are in seconds; the warm-up does not count. Without a rate, each response is followed by the next request. */
export type Load = { servers: RunningServer[]; workload: Workload; connections: number; seconds: number; warm?: number; perSecond?: number }

export type Stage = Environment & {
  /** How long it took to fill the database. */
  fillSeconds: number
  start(name: ServerName, additions?: Additions): Promise<RunningServer>
  load(load: Load): Promise<LoadResult>
  /** Adds something to stop at the end, however that comes. */
  atEnd(stop: () => Promise<void>): void
}

// Everything that is measured is started here, so that an early end stops it too.
const interruption = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal))).then((): never => {
  throw new UserError('Interrupted; nothing was written.')
})
interruption.catch(() => undefined)

/** Sets up a stage, measures on it and clears it away. @throws UserError when interrupted, after everything has stopped */
export async function onStage<Result>(processors: Processors, data: DataSet | undefined, measure: (stage: Stage) => Promise<Result>): Promise<Result> {
  const began = performance.now()
  const database = await startDatabase(data && ((client) => Promise.race([data.fill(client), interruption])))
  const environment = createEnvironment(database, processors, data?.users)
  const loader = startLoader(environment.users)
  const stops: (() => Promise<void>)[] = []
  const stage: Stage = {
    ...environment,
    fillSeconds: (performance.now() - began) / 1_000,
    async start(name, additions) {
      const server = await startServer(name, environment, additions)
      stops.push(server.stop)
      return server
    },
    load({ servers, warm = 0, perSecond = null, ...rest }) {
      return loader.round({
        ...rest,
        warm,
        perSecond,
        ports: servers.map(({ port }) => port),
        serverPids: servers.map(({ pid }) => pid),
        databasePid: database.pid,
      })
    },
    atEnd: (stop) => void stops.push(stop),
  }
  try {
    return await Promise.race([measure(stage), interruption])
  } finally {
    loader.stop()
    await Promise.all(stops.map((stop) => stop()))
    await database.stop()
  }
}
