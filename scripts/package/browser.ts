import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import { launchChromium } from '../support/chromium.ts'

/** A page at another origin than the service, whose script is the scenario. */
export type Page = { origin: string; server: Server }

/** Serves a page with the scenario of a project, bundled as front ends do. */
export async function servePage(): Promise<Page & { show(project: string): Promise<void> }> {
  let script = ''
  const server = createServer((request, response) => {
    const isScript = request.url === '/scenario.js'
    response
      .setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
      .end(isScript ? script : '<!doctype html><script src="/scenario.js"></script>')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  // It must not keep the program alive after a failure.
  server.unref()
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    origin: `http://127.0.0.1:${port}`,
    server,
    async show(project) {
      const { outputFiles } = await build({
        entryPoints: [join(project, 'scenario.js')],
        bundle: true,
        minify: true,
        format: 'iife',
        globalName: 'program',
        write: false,
      })
      script = outputFiles[0]?.text ?? ''
    },
  }
}

/** Runs the scenario on the page, in a headless browser. @returns its lines */
export async function runInBrowser({ origin }: Page, url: string): Promise<string[]> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.goto(origin)
    // The bundle's global `program` exists only in the page.
    return await page.evaluate<string[]>(`program.scenario(${JSON.stringify(url)})`)
  } finally {
    await browser.close()
  }
}
