// Uses the portal and a front end in a real browser: the built service and a Better Auth server, with what people do with both in Chromium.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkAccessibility } from './browser/accessibility.ts'
import { sendEveryOperation } from './browser/every-operation.ts'
import { findGuides } from './browser/find-guides.ts'
import { seeFirstContent } from './browser/first-content.ts'
import { tryByKeyboard } from './browser/keyboard.ts'
import { readPages } from './browser/pages.ts'
import { serveExample } from './browser/example.ts'
import { serveFrontEnd, useFrontEnd } from './browser/front-end.ts'
import { tryItAtDesk, tryItOnPhone } from './browser/try-it.ts'
import { useExample } from './browser/use-example.ts'
import { chromiumPath, launchChromium } from './support/chromium.ts'
import { UserError, runProgram } from './support/program.ts'
import { missing } from './support/run.ts'
import { startService } from './support/service.ts'

const usage = `npm run browser -- [--screenshots <folder>]

Uses /docs in Chromium, at a desk, on a phone in the dark and by keyboard, and sends every operation from it. Also uses a front end
with Better Auth's own client and server, and the example front end of scripts/examples/, whose dependencies it installs.
Without Chromium it is skipped, but fails with CI=true.

  --screenshots <folder>  keep pictures of what was seen`

async function useBrowser(screenshots: string | null): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'taskpact-browser-'))
  const closers: (() => Promise<void>)[] = []
  const check = async (): Promise<void> => {
    const frontEnd = await serveFrontEnd()
    closers.push(() => frontEnd.stop())
    const example = await serveExample(folder)
    closers.push(() => example.stop())
    // No secret is shared: the service generates its own.
    const service = await startService(folder, { BETTER_AUTH_URL: frontEnd.url, CORS_ORIGINS: `${frontEnd.url},${example.url}`, BETTER_AUTH_SECRET: '' })
    closers.push(() => service.stop())
    const browser = await launchChromium()
    closers.push(() => browser.close())
    const stage = { browser, url: service.url, screenshots }
    for (const visit of [seeFirstContent, tryItAtDesk, tryItOnPhone, tryByKeyboard, findGuides, sendEveryOperation, readPages, checkAccessibility])
      console.log(`ok    ${await visit(stage)}`)
    for await (const line of useFrontEnd(stage, frontEnd.url)) console.log(`ok    ${line}`)
    await example.build(service.url)
    for await (const line of useExample(stage, example.url)) console.log(`ok    ${line}`)
  }
  try {
    await Promise.race([check(), interruption()])
  } finally {
    await Promise.all(closers.map((close) => close()))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

/** Rejects on a signal and after ten minutes, so that every child process is stopped. */
async function interruption(): Promise<never> {
  const signalled = new Promise<string>((ended) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended(signal))
  })
  throw new UserError(`Stopped: ${await Promise.race([signalled, sleep(600_000, 'more than ten minutes passed', { ref: false })])}`)
}

await runProgram({ usage, options: { screenshots: { type: 'string' } } }, async ({ screenshots }) => {
  const hint = `${chromiumPath} is missing. Install it: apt-get install chromium`
  if (missing([chromiumPath]).length > 0) {
    if (process.env['CI'] === 'true') throw new UserError(`FAIL  ${hint}`)
    console.log(`SKIP  ${hint}`)
    return
  }
  if (screenshots !== undefined) mkdirSync(screenshots, { recursive: true })
  await useBrowser(screenshots ?? null)
})
// After an interruption, requests may still be open that would keep the process alive.
process.exit()
