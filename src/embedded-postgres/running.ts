import type { Passwords } from './data.ts'
import type { Server } from './server.ts'

/** Where and as whom to connect. */
export type Addresses = {
  /** As the role taskpact on 127.0.0.1, which owns the database taskpact and may create roles and databases but is not a superuser. */
  url: string
  /** As the superuser, who sees every row. */
  superuserUrl: string
}

/** The embedded PostgreSQL, running next to this process. */
export type EmbeddedPostgres = Addresses & {
  /** Resolves when the server process has ended for whatever reason, with true when `stop` asked for it. */
  ended: Promise<boolean>
  /** Stops the server, closing open connections; resolves when it has stopped. May be called more than once. */
  stop: () => Promise<void>
}

const UNTIL_QUIT = 10_000

/** Takes the port and the passwords of a server and gives where to connect. */
export function addressesOf(port: number, { taskpact, superuser }: Passwords): Addresses {
  const at = (role: string, password: string): string => `postgresql://${role}:${password}@127.0.0.1:${port}/taskpact`
  return { url: at('taskpact', taskpact), superuserUrl: at('postgres', superuser) }
}

/** Takes a server that has started and gives what its users need of it; `release` is called once it has ended. */
export function running({ port, child, watchdog }: Server, passwords: Passwords, release: () => Promise<void>): EmbeddedPostgres {
  let stopping: Promise<void> | undefined
  const exited = new Promise<void>((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done()
    else child.once('exit', () => done())
  })
  const ended = exited.then(async () => {
    const asked = stopping !== undefined
    await watchdog.dismiss()
    await release()
    return asked
  })
  const stop = async () => {
    child.kill('SIGINT')
    const insist = setTimeout(() => child.kill('SIGQUIT'), UNTIL_QUIT)
    await ended
    clearTimeout(insist)
  }
  return { ...addressesOf(port, passwords), ended, stop: () => (stopping ??= stop()) }
}

/** Stops a server that was started for a short while. */
export async function endServer(server: Server): Promise<void> {
  await running(server, { taskpact: '', superuser: '' }, () => Promise.resolve()).stop()
}
