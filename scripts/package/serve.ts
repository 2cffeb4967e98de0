// Starts the packed service as its users would, with npx.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError } from '../support/program.ts'

/** A service that npx started. */
export type Served = { url: string; stop(): Promise<void> }

/** Starts `npx --package <tarball> taskpact serve` in a folder and waits until it is ready. @throws UserError with what it printed if it ends instead */
export async function serve(tarball: string, folder: string, env: NodeJS.ProcessEnv): Promise<Served> {
  const child = spawn('npx', ['--yes', '--package', tarball, 'taskpact', 'serve'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const ended = once(child, 'exit')
  while (!printed.includes('"msg":"started"')) {
    if (child.exitCode !== null) throw new UserError(`npx ${tarball} serve ended:\n${printed}`)
    await sleep(100)
  }
  const url = /"url":"([^"]+)"/.exec(printed)?.[1] ?? ''
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await ended
      await unreachable(url)
    },
  }
}

/** Waits until nobody listens there: a service that outlived its npx would keep its port and data. */
async function unreachable(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (
      await fetch(`${url}/health/live`).then(
        () => false,
        () => true,
      )
    )
      return
    await sleep(100)
  }
  throw new UserError('The service still runs half a minute after npx was stopped.')
}
