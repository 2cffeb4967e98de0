import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../support/run.ts'
import { root } from '../support/service.ts'

/** What the package of the client takes from that of the service. */
type Manifest = { version: string; license: string; engines: object; publishConfig: object; dependencies: { 'openapi-fetch': string } }

/**
 * Packs the built client as a package of its own, without the service and its dependencies.
 * @returns the path of the tarball
 */
export async function packClient(folder: string): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'taskpact-client-'))
  try {
    const files = ['client', 'generated/client.js', 'generated/client.d.ts']
    mkdirSync(join(work, 'dist/generated'), { recursive: true })
    for (const file of files) cpSync(join(root, 'dist', file), join(work, 'dist', file), { recursive: true })
    cpSync(join(root, 'LICENSE'), join(work, 'LICENSE'))
    cpSync(join(root, 'src/client/README.md'), join(work, 'README.md'))
    writeFileSync(join(work, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`)
    const [packed] = JSON.parse(await run(work, 'npm', ['pack', '--silent', '--json', '--pack-destination', folder])) as { filename: string }[] // npm's
    return join(folder, packed?.filename ?? '')
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const built = (folder: string): object => ({ types: `./dist/${folder}/index.d.ts`, default: `./dist/${folder}/index.js` })

function manifest(): object {
  const service = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest // our own
  const { version, license, engines, publishConfig, dependencies } = service
  return {
    name: '@taskpact/client',
    version,
    description: 'The client of Taskpact, a multi-user task API, for browsers and Node',
    license,
    type: 'module',
    keywords: ['taskpact', 'tasks', 'todo', 'client', 'openapi'],
    exports: { '.': built('client'), './replica': built('client/replica'), './package.json': './package.json' },
    files: ['dist/**/*.js', 'dist/**/*.d.ts'],
    publishConfig,
    sideEffects: false,
    engines,
    dependencies: { 'openapi-fetch': dependencies['openapi-fetch'] },
  }
}
