// Packs the package and uses it as its users would, in a folder outside the repository.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runInBrowser, servePage } from './package/browser.ts'
import { packClient } from './package/client-package.ts'
import { compileScenario } from './package/compile.ts'
import type { Client } from './package/compile.ts'
import { misplacedIn } from './package/contents.ts'
import { serve } from './package/serve.ts'
import { chromiumPath } from './support/chromium.ts'
import { UserError, runProgram } from './support/program.ts'
import { run } from './support/run.ts'

const usage = `npm run package -- [<folder>]

With a folder, writes the packages taskpact and @taskpact/client to it. Without one, packs both and tries them: installs the
tarballs elsewhere, compiles a program against taskpact/client and @taskpact/client, serves with npx, and runs the program
in Node and in Chromium. Without Chromium that is skipped, but fails with CI=true.`

// A cache of its own: npx keeps what it installs, and would not look at a new tarball of the same name.
const cache = resolve('node_modules/.cache/taskpact-package')
const { PATH, HOME } = process.env
const env: NodeJS.ProcessEnv = { PATH, HOME, npm_config_cache: cache, npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' }

const passed = (line: string): void => console.log(`ok    ${line}`)

/** @returns the path of the tarball */
async function pack(folder: string): Promise<string> {
  const [packed] = JSON.parse(await run('.', 'npm', ['pack', '--silent', '--json', '--pack-destination', folder])) as {
    filename: string
    files: { path: string }[]
  }[] // npm's
  const misplaced = misplacedIn(packed?.files.map(({ path }) => path) ?? [])
  if (misplaced.length > 0) throw new UserError(`FAIL  ${misplaced.join('\n')}`)
  passed(`${packed?.filename} holds ${packed?.files.length} files, and nothing extra`)
  return join(folder, packed?.filename ?? '')
}

/** Installs a tarball in a project of its own, and compiles the scenario against it. */
async function install(tarball: string, project: string, client: Client): Promise<void> {
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  await run(project, 'npm', ['install', '--silent', '--prefer-offline', tarball, '@types/node@20'], env)
  passed(`${client} compiles strictly for ${(await compileScenario(project, client)).join(', ')}`)
}

/** The client alone brings one library. @throws UserError if it brings more */
function insistAlone(project: string): void {
  const installed = readdirSync(join(project, 'node_modules')).filter((name) => !/^[.@]/.test(name) && name !== 'undici-types')
  const brought = installed.join(', ')
  if (brought !== 'openapi-fetch, openapi-typescript-helpers') throw new UserError(`FAIL  @taskpact/client brings ${brought}`)
  passed(`@taskpact/client brings ${brought}, and nothing else`)
}

async function use(tarball: string, projects: string[], empty: string): Promise<void> {
  mkdirSync(empty)
  const page = await servePage()
  const service = await serve(tarball, empty, { ...env, PORT: '0', LOG_LEVEL: 'warn', CORS_ORIGINS: page.origin, npm_config_prefer_offline: 'true' })
  try {
    passed('npx serves it in an empty folder')
    const program = "import('./scenario.js').then(async ({ scenario }) => console.log((await scenario(process.argv[1])).join('\\n')))"
    for (const project of projects) {
      const lines = (await run(project, process.execPath, ['-e', program, service.url])).trim().split('\n')
      passed(`in Node: ${lines.join('; ')}`)
    }
    await useToken((await run(empty, 'npx', ['--yes', '--package', tarball, 'taskpact', 'token', '--user', 'usr_7Kq'], env)).trim(), service.url)
    await page.show(projects.at(-1) ?? '')
    if (existsSync(chromiumPath)) passed(`in Chromium, from another origin: ${(await runInBrowser(page, service.url)).length} steps`)
    else if (process.env['CI'] === 'true') throw new UserError(`FAIL  ${chromiumPath} is missing. Install it: apt-get install chromium`)
    else console.log(`SKIP  in Chromium: ${chromiumPath} is missing. Install it: apt-get install chromium`)
  } finally {
    page.server.close()
    await service.stop()
  }
  passed('SIGTERM to npx stops the service')
}

async function useToken(token: string, url: string): Promise<void> {
  const { status } = await fetch(`${url}/api/usr_7Kq`, { headers: { Authorization: `Bearer ${token}` } })
  if (status !== 200) throw new UserError(`FAIL  the token of "taskpact token" got ${status}`)
  passed('"taskpact token" prints a token that the service accepts')
}

/** Packs both packages and uses them in a temporary folder. */
async function tryPackages(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'taskpact-package-'))
  const [whole, client] = [join(folder, 'project'), join(folder, 'client')]
  try {
    const tarball = await pack(folder)
    await install(tarball, whole, 'taskpact/client')
    await install(await packClient(folder), client, '@taskpact/client')
    insistAlone(client)
    await use(tarball, [whole, client], join(folder, 'empty'))
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    rmSync(join(cache, '_npx'), { recursive: true, force: true })
  }
}

await runProgram({ usage, positionals: [0, 1] }, async (_, [folder]) => {
  if (folder === undefined) return tryPackages()
  mkdirSync(folder, { recursive: true })
  for (const tarball of [await pack(resolve(folder)), await packClient(resolve(folder))]) console.log(`Wrote ${tarball}`)
})
