import { insist, phone, visit } from './visit.ts'
import type { Stage } from './visit.ts'

// What fast 3G (1.6 Mbit/s) brings in a quarter of a second.
const mostBytes = 50_000

/** Opens the portal while its scripts do not arrive: what is shown is the outline, for few bytes. */
export async function seeFirstContent(stage: Stage): Promise<string> {
  let bytes = 0
  await visit(stage, { name: 'first-content', window: phone, origins: [stage.url] }, async ({ page, look }) => {
    await page.route('**/docs/*.js*', () => Promise.resolve())
    page.on('response', (response) => (bytes += Number(response.headers()['content-length'])))
    await page.goto(`${stage.url}/docs`, { waitUntil: 'commit' })
    await page.getByRole('heading', { level: 1, name: 'Taskpact' }).waitFor()
    for (const text of ['Working offline', 'Create a task']) await page.getByRole('link', { name: text, exact: true }).waitFor()
    await page.waitForFunction("performance.getEntriesByName('first-contentful-paint').length > 0")
    await look('1-outline')
  })
  insist(bytes > 0 && bytes <= mostBytes, `the first content takes ${mostBytes} bytes at most, not ${bytes}`)
  return `the portal shows all guides and operations after ${Math.ceil(bytes / 1000)} KB, before its scripts have arrived`
}
