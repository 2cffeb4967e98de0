// Packs the package and uses it as others would: npm run package. In a folder outside the repository it installs the tarball, compiles a
// program against taskpact/client, serves with npx, and runs the program in Node and in Chromium, which CI=true makes a must.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromiumPath } from './browser/chromium.ts'
import { runInBrowser, servePage } from './package/browser.ts'
import { compileScenario } from './package/compile.ts'
import { faultsIn } from './package/contents.ts'
import { run } from './package/run.ts'
import { serve } from './package/served.ts'

const folder = mkdtempSync(join(tmpdir(), 'taskpact-package-'))
const project = join(folder, 'project')
const empty = join(folder, 'empty')
// A cache of our own: npx keeps what it installs for good, and a tarball here is never asked for again.
const cache = resolve('node_modules/.cache/taskpact-package')
const { PATH, HOME } = process.env
const env: NodeJS.ProcessEnv = { PATH, HOME, npm_config_cache: cache, npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' }

const say = (line: string): void => console.log(`ok    ${line}`)

function pack(): string {
  const [packed] = JSON.parse(run('.', 'npm', ['pack', '--silent', '--json', '--pack-destination', folder])) as { filename: string; files: { path: string }[] }[] // npm's
  const faults = faultsIn(packed?.files.map(({ path }) => path) ?? [])
  if (faults.length > 0) throw new Error(faults.join('\n'))
  say(`${packed?.filename} holds ${packed?.files.length} files, and nothing extra`)
  return join(folder, packed?.filename ?? '')
}

function install(tarball: string): void {
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  run(project, 'npm', ['install', '--silent', '--prefer-offline', tarball, '@types/node@20'], env)
  say(`it compiles strictly for ${compileScenario(project).join(', ')}`)
}

async function use(tarball: string): Promise<void> {
  mkdirSync(empty)
  const page = await servePage()
  const service = await serve(tarball, empty, { ...env, PORT: '0', LOG_LEVEL: 'warn', CORS_ORIGINS: page.origin, npm_config_prefer_offline: 'true' })
  try {
    say('npx serves it in an empty folder')
    const program = "import('./scenario.js').then(async ({ scenario }) => console.log((await scenario(process.argv[1])).join('\\n')))"
    const lines = run(project, process.execPath, ['-e', program, service.url]).trim().split('\n')
    say(`in Node: ${lines.join('; ')}`)
    await useToken(run(empty, 'npx', ['--yes', '--package', tarball, 'taskpact', 'token', '--user', 'usr_7Kq'], env).trim(), service.url)
    await page.show(project)
    if (existsSync(chromiumPath)) say(`in Chromium, from another origin: ${(await runInBrowser(page, service.url)).length} things`)
    else if (process.env['CI'] === 'true') throw new Error(`${chromiumPath} is missing, so that nothing is known of browsers. Install it: apt-get install chromium`)
    else console.log(`SKIP  in Chromium: ${chromiumPath} is missing. Install it to know: apt-get install chromium`)
  } finally {
    page.server.close()
    await service.stop()
  }
  say('SIGTERM to npx ends the service')
}

async function useToken(token: string, url: string): Promise<void> {
  const { status } = await fetch(`${url}/api/usr_7Kq`, { headers: { Authorization: `Bearer ${token}` } })
  if (status !== 200) throw new Error(`the token of "taskpact token" was answered with ${status}`)
  say('"taskpact token" prints a token that it takes')
}

try {
  const tarball = pack()
  install(tarball)
  await use(tarball)
} catch (error) {
  console.error(`FAIL  ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  rmSync(join(cache, '_npx'), { recursive: true, force: true })
}
