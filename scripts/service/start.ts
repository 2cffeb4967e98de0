import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { UserError, run } from './run.ts'

const settings = { PORT: '0', HOST: '127.0.0.1', DATABASE_URL: '', BETTER_AUTH_URL: '', LOG_LEVEL: 'error', REQUESTS_PER_MINUTE: '1000000' }

/** The service, built and on a database of its own in a folder. */
export type Service = { url: string; stop(): Promise<void> }

/** Builds the service and starts it, with more settings where given. @throws a UserError where it does not start */
export async function startService(root: string, folder: string, more: Record<string, string> = {}): Promise<Service> {
  run(root, 'npm', ['run', '--silent', 'build'])
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...settings, ...more, DATA_DIR: join(folder, 'data') },
  })
  const ended = once(child, 'exit')
  // It does not outlive whoever started it, wherever that ends.
  process.once('exit', () => child.kill('SIGTERM'))
  const listening = new Promise<string>((found) => {
    createInterface(child.stdout).on('line', (line) => {
      const url = /listens on +(\S+)/.exec(line)?.[1]
      if (url !== undefined) found(url)
      // What it logs at this level is a fault.
      if (line.startsWith('{')) console.error(line)
    })
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  const url = await Promise.race([listening, ended.then(() => null), sleep(60_000, null, { ref: false })])
  if (url === null) {
    await stop()
    throw new UserError('The service did not start.')
  }
  return { url, stop }
}
