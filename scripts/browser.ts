// Uses the portal and a front end in a real browser: npm run browser. It starts the built service and a Better Auth server, and does with both, in
// Chromium, what people do. --screenshots <folder> keeps how it looked. Chromium may be missing, but not with CI=true.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromiumPath, launchChromium } from './browser/chromium.ts'
import { tryByKeyboard } from './browser/keyboard.ts'
import { readPages } from './browser/pages.ts'
import { serveFrontEnd, useFrontEnd } from './browser/front-end.ts'
import { tryItAtDesk, tryItOnPhone } from './browser/try-it.ts'
import { UserError, missing } from './service/run.ts'
import { startService } from './service/start.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { screenshots } = parseArgs({ options: { screenshots: { type: 'string' } } }).values
const folder = mkdtempSync(join(tmpdir(), 'taskpact-browser-'))
const closers: (() => Promise<void>)[] = []

async function prove(): Promise<void> {
  const frontEnd = await serveFrontEnd()
  closers.push(() => frontEnd.stop())
  // No secret is shared: the service makes one of its own.
  const service = await startService(root, folder, { BETTER_AUTH_URL: frontEnd.url, CORS_ORIGINS: frontEnd.url, BETTER_AUTH_SECRET: '' })
  closers.push(() => service.stop())
  const browser = await launchChromium()
  closers.push(() => browser.close())
  const stage = { browser, url: service.url, screenshots: screenshots ?? null }
  for (const check of [tryItAtDesk, tryItOnPhone, tryByKeyboard, readPages]) console.log(`ok    ${await check(stage)}`)
  for await (const line of useFrontEnd(stage, frontEnd.url)) console.log(`ok    ${line}`)
}

/** Ends what takes too long and what is told to end, so that the children end too. */
async function interruption(): Promise<never> {
  const signalled = new Promise<string>((ended) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended(signal))
  })
  throw new UserError(`It was ended: ${await Promise.race([signalled, sleep(180_000, 'it took more than three minutes', { ref: false })])}`)
}

try {
  if (screenshots !== undefined) mkdirSync(screenshots, { recursive: true })
  const hint = 'Install it: apt-get install chromium'
  if (missing([chromiumPath]).length === 0) await Promise.race([prove(), interruption()])
  else if (process.env['CI'] === 'true') throw new UserError(`${chromiumPath} is missing, so that nothing is known of browsers. ${hint}`)
  else console.log(`SKIP  ${chromiumPath} is missing. ${hint}`)
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`FAIL  ${error.message}`)
  process.exitCode = 1
} finally {
  await Promise.all(closers.map((close) => close()))
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
// What was begun when it was interrupted is not waited for.
process.exit()
