import { cpSync } from 'node:fs'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import express from 'express'
import { packClient } from '../package/client-package.ts'
import { run } from '../support/run.ts'
import { root } from '../support/service.ts'

/** The example front end in scripts/examples/react, at an origin of its own. Its page exists once it is built, as its README says. */
export type Example = { url: string; build(service: string): Promise<void>; stop(): Promise<void> }

/** Serves the example from a folder. */
export async function serveExample(folder: string): Promise<Example> {
  const project = join(folder, 'example')
  const server = express()
    .use(express.static(join(project, 'dist')))
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    async build(service) {
      cpSync(join(root, 'scripts/examples/react'), project, { recursive: true, filter: (file) => !/node_modules|dist$/.test(file.slice(root.length)) })
      const quiet = ['--silent', '--no-save', '--prefer-offline', '--no-audit', '--no-fund']
      await run(project, 'npm', ['install', ...quiet, await packClient(folder)])
      await run(project, 'npm', ['run', '--silent', 'build'], { ...process.env, VITE_TASKPACT_URL: service })
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
