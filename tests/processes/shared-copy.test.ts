// Where the service is started by root from a folder that no other account can reach, PostgreSQL runs from a copy that they can.
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reachableCopy } from '../../src/embedded-postgres/shared-copy.ts'

const shared = '/var/lib/taskpact-postgres'
const works = (): Promise<boolean> => Promise.resolve(true)
const fails = (): Promise<boolean> => Promise.resolve(false)

let folder: string
let copy: string
beforeEach(() => {
  const version = `0.0.0-test.${randomUUID()}`
  copy = join(shared, version)
  folder = mkdtempSync(join(tmpdir(), 'taskpact-package-'))
  // As an installation under a strict umask leaves it.
  mkdirSync(join(folder, 'native/bin'), { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }))
  writeFileSync(join(folder, 'native/bin/postgres'), 'first', { mode: 0o700 })
  writeFileSync(join(folder, 'native/postgres.bki'), 'catalogue', { mode: 0o600 })
})
afterEach(() => {
  rmSync(folder, { recursive: true })
  rmSync(copy, { recursive: true, force: true })
})

const modeOf = (path: string): number => statSync(join(copy, path)).mode & 0o777
const postgres = (): string => readFileSync(join(copy, 'bin/postgres'), 'utf8')

describe.runIf(process.getuid?.() === 0)('root starts it from', () => {
  test('a copy that every account can read, and only root can write', async () => {
    expect(await reachableCopy(folder, works)).toBe(copy)
    expect(postgres()).toBe('first')
    expect(['.', 'bin', 'bin/postgres', 'postgres.bki'].map(modeOf)).toEqual([0o755, 0o755, 0o755, 0o644])
  })

  test('the existing copy, as long as it works', async () => {
    await reachableCopy(folder, works)
    writeFileSync(join(folder, 'native/bin/postgres'), 'second')
    expect(await reachableCopy(folder, works)).toBe(copy)
    expect(postgres()).toBe('first')
  })

  test('a new copy if the existing one does not work', async () => {
    await reachableCopy(folder, works)
    writeFileSync(join(folder, 'native/bin/postgres'), 'second')
    expect(await reachableCopy(folder, () => Promise.resolve(postgres() === 'second'))).toBe(copy)
    expect(postgres()).toBe('second')
  })

  test('a whole copy, after one was broken off half-way, of which nothing stays', async () => {
    const draft = `${copy}.draft-${spawnSync('true').pid}`
    mkdirSync(draft, { recursive: true })
    await reachableCopy(folder, works)
    expect(existsSync(draft)).toBe(false)
    expect(postgres()).toBe('first')
  })
})

describe.runIf(process.getuid?.() === 0)('root is told what to do about', () => {
  test('a copy that somebody else could have written', async () => {
    await reachableCopy(folder, works)
    chmodSync(copy, 0o777)
    await expect(reachableCopy(folder, works)).rejects.toThrow(`${copy} is not a folder that only root can write; remove it and start again`)
    expect(postgres()).toBe('first')
  })

  test('a copy that does not run', async () => {
    await expect(reachableCopy(folder, fails)).rejects.toThrow(
      `root runs PostgreSQL under an unprivileged account, which cannot reach ${folder} (its copy in ${copy} does not run); ` +
        'install the project in a folder that others can read, run as an ordinary user, or set DATABASE_URL',
    )
  })

  test('a package that cannot be copied', async () => {
    rmSync(join(folder, 'native'), { recursive: true })
    await expect(reachableCopy(folder, works)).rejects.toThrow(/which cannot reach .* \(.*\); install the project in a folder that others can read/)
    expect(existsSync(copy)).toBe(false)
  })

  test('a package that does not say which version it is', async () => {
    writeFileSync(join(folder, 'package.json'), '{}')
    await expect(reachableCopy(folder, works)).rejects.toThrow(`${folder}/package.json names no version; install it again with npm ci`)
  })
})
