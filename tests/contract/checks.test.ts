// What npm run check says of a fault, and that it leaves the fault for its author to fix.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { appendFile, readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { scratchCopy } from '../support/scratch-copy.ts'
import type { ScratchCopy } from '../support/scratch-copy.ts'

const everything = ['.config', '.github', '.prettierignore', 'src', 'sql', 'scripts', 'tests', 'openapi.yaml', 'package.json', 'tsconfig.json']
const program = ['.config', 'scripts/check.ts', 'scripts/support', 'package.json']

let scratch: ScratchCopy
afterEach(() => scratch.remove())

async function copy(parts: string[]): Promise<void> {
  scratch = await scratchCopy(...parts)
  // Some of the checks ask git which files there are.
  spawnSync('git', ['init', '--quiet'], { cwd: scratch.folder })
}

/** A hash of each file of the copy, but for those that no check is about. */
async function filesOf(): Promise<Record<string, string>> {
  const all = await readdir(scratch.folder, { recursive: true, withFileTypes: true })
  const files = all.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const own = files.filter((path) => !/\/(node_modules|\.git)\//.test(path)).sort()
  const hashes = own.map(
    async (path) =>
      [
        path,
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      ] as const,
  )
  return Object.fromEntries(await Promise.all(hashes))
}

/** Runs the checks with a part in their names. @returns the status, and what was printed */
function check(...names: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/check.ts', ...names], {
    cwd: scratch.folder,
    encoding: 'utf8',
    // Nothing is remembered of the project that the copy is of.
    env: { ...process.env, CI: 'true' },
  })
  return `${status}\n${stdout}${stderr}`
}

describe('npm run check', { timeout: 120_000 }, () => {
  const generated = ['src/generated/sql.ts', 'src/generated/guards.ts', 'sql/schema.sql', 'src/docs/assets/changes.md']

  test.each([
    ['stale generated files', 'generated', everything, generated, '\n// stale\n', ['Not current: ', ...generated]],
    ['a file that is not formatted', 'format', program, ['scripts/check.ts'], '\nconst  badly = { formatted:1 }\n', ['scripts/check.ts']],
    ['a contract that was not accepted', 'as accepted', everything, ['openapi.yaml'], '\nx-more: true\n', ['differs from tests/contract/baseline.yaml']],
    ['a word that is ruled out', 'words', [...everything, 'README.md'], ['README.md'], '\nSend it once more.\n', ['README.md', 'write again, also']], // words-allow: once more
    ['another name of the contract', 'words', [...everything, 'README.md'], ['README.md'], '\n`?status=done`\n', ['README.md', 'write completed']],
    ['a dead link', 'links', [...everything, 'README.md', 'CHANGELOG.md'], ['README.md'], '\n[nowhere](nowhere.md)\n', ['nowhere.md']],
  ])('fails for %s, and leaves each file as it is', async (_, name, parts, files, added, messages) => {
    await copy(parts)
    for (const file of files) await appendFile(join(scratch.folder, file), added)
    const before = await filesOf()
    expect(Object.keys(before)).toEqual(expect.arrayContaining(files.map((file) => join(scratch.folder, file))))
    const output = check(name)
    expect(output).toMatch(/^1\n[^]*FAIL /)
    for (const message of messages) expect(output).toContain(message)
    expect(await filesOf()).toEqual(before)
  })

  test('names the checks that exist, for one that does not', async () => {
    await copy(program)
    expect(check('spelling')).toMatch(/^2\nNo check has "spelling" in its name: Lint; Format; /)
  })
})
