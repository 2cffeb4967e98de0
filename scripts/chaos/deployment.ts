import { setTimeout as pause } from 'node:timers/promises'
import { Proxy } from '../../tests/support/proxy.ts'
import { startProgram } from '../support/service.ts'
import type { Program } from '../support/service.ts'
import { startCrashableDatabase } from './database.ts'
import type { CrashableDatabase } from './database.ts'

/** Processes of the service on one database, which they reach through a proxy, as it has another port after each start. */
export type Deployment = {
  database: CrashableDatabase
  proxy: Proxy
  programs: Program[]
  /** Starts a process of the service. @param port any free one if left out */
  start: (port?: number) => Promise<Program>
}

/** How often the service and its database are killed, each, within how much time. */
export type Kills = { kills: number; seconds: number; sparesService?: boolean }

/** A random one of the processes. */
export const anyUrl = ({ programs }: Deployment): string => programs[Math.floor(Math.random() * programs.length)]?.url ?? ''

/** Kills a process of the service, one after another with each number, and starts it again at the same port. */
export async function killService({ programs, start }: Deployment, number: number): Promise<void> {
  const victim = programs[number % programs.length]
  if (!victim) throw new Error('there is no process of the service')
  victim.child.kill('SIGKILL')
  await victim.exited
  programs[programs.indexOf(victim)] = await start(victim.port)
}

/** Kills the database, and starts it again. @throws if that ends a process of the service */
export async function killDatabase({ database, proxy, programs }: Deployment): Promise<void> {
  await database.crash()
  proxy.retarget(database.url())
  if (programs.some(({ child }) => child.exitCode !== null)) throw new Error('the service ended because its database did')
}

/** Kills a process of the service and the database in turns, at random moments that are spread over the time. */
export async function killInTurns(deployment: Deployment, { kills, seconds, sparesService = false }: Kills, print: (line: string) => void): Promise<void> {
  const began = performance.now()
  const until = (second: number): Promise<void> => pause(Math.max(0, began + second * 1_000 - performance.now()))
  for (let kill = 0; kill < 2 * kills; kill += 1) {
    await until(((kill + 0.2 + Math.random() * 0.6) * seconds) / (2 * kills))
    const isService = kill % 2 === 0
    if (isService && sparesService) continue
    await (isService ? killService(deployment, Math.floor(kill / 2)) : killDatabase(deployment))
    print(`  ${Math.round((performance.now() - began) / 1_000)} s: the ${isService ? 'service' : 'database'} was killed and is back`)
  }
  await until(seconds)
}

/** Starts a database and processes of the service, has them used, and ends all of it. */
export async function withDeployment<Result>(
  count: number,
  environment: Record<string, string>,
  work: (deployment: Deployment) => Promise<Result>,
): Promise<Result> {
  const database = await startCrashableDatabase()
  const proxy = await Proxy.to(database.url())
  const start = (port = 0): Promise<Program> => startProgram({ databaseUrl: proxy.url, port, environment })
  const programs: Program[] = []
  try {
    while (programs.length < count) programs.push(await start())
    return await work({ database, proxy, programs, start })
  } finally {
    for (const { child, exited } of programs) {
      child.kill('SIGKILL')
      await exited
    }
    await proxy.close()
    await database.close()
  }
}
