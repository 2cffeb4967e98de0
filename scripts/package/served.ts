import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

/** A service that npx started. */
export type Served = { url: string; stop(): Promise<void> }

/** Starts `npx --package <tarball> taskpact serve` in a folder and waits until it greets. @throws where it ends instead, with what it said */
export async function serve(tarball: string, folder: string, env: NodeJS.ProcessEnv): Promise<Served> {
  const child = spawn('npx', ['--yes', '--package', tarball, 'taskpact', 'serve'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  const ended = once(child, 'exit')
  while (!said.includes('A first request')) {
    if (child.exitCode !== null) throw new Error(`npx ${tarball} serve ended:\n${said}`)
    await sleep(100)
  }
  const url = /listens on +(\S+)/.exec(said)?.[1] ?? ''
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      await ended
      await gone(url)
    },
  }
}

/** Waits until nobody listens there any more: a service that outlives the npx that started it would keep its port and data. */
async function gone(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await fetch(`${url}/health/live`).then(() => false, () => true)) return
    await sleep(100)
  }
  throw new Error('The service outlived npx by half a minute')
}
