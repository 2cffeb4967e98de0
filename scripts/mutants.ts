// Plants plausible mistakes in a copy of the project, and sees that a check finds each.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { scratchCopy } from '../tests/support/scratch-copy.ts'
import { mutants, mutated } from './mutants/list.ts'
import type { Mutant } from './mutants/list.ts'
import { UserError, runProgram } from './support/program.ts'

const usage = `npm run mutants -- [--short] [part of a name …]

Plants each mistake of scripts/mutants/list.ts in a copy of the project, one at a time, and fails if the check that has to find
it passes. A mistake takes half a minute.

  --short  plant some of them, all at once: what CI does`

const options = { short: { type: 'boolean', default: false } } as const
const parts = ['.config', '.github', 'src', 'sql', 'scripts', 'tests', 'openapi.yaml', 'package.json', 'tsconfig.json', 'CHANGELOG.md', 'README.md']

/** The parts of Vitest's report as JSON that are read. */
type Report = { testResults: { assertionResults: { fullName: string; status: string }[] }[] }

/** Runs a program in a folder. @returns its status */
async function run(folder: string, ...args: string[]): Promise<number> {
  // A test that fails because of a mistake is not run again.
  const environment = { ...process.env, CI: 'true', TEST_SECOND_TRIES: undefined }
  const child = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore', env: environment })
  const [status] = (await once(child, 'exit')) as [number | null] // null if a signal ended it
  return status ?? 1
}

/** The full titles of the tests that fail in some files of a copy. */
async function failuresIn(folder: string, files: string[], titles: string[]): Promise<string[]> {
  const report = join(folder, 'report.json')
  const pattern = titles.map((title) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', '.config/vitest.config.ts', '--reporter=json', `--outputFile=${report}`]
  await run(folder, ...vitest, '-t', pattern, ...files)
  const { testResults } = JSON.parse(await readFile(report, 'utf8').catch(() => '{"testResults":[]}')) as Report // Vitest's, of a pinned version
  return testResults.flatMap(({ assertionResults }) => assertionResults.flatMap(({ fullName, status }) => (status === 'failed' ? [fullName] : [])))
}

/** Plants mistakes in a new copy of the project. @returns those that no check finds */
async function survivors(planted: Mutant[]): Promise<Mutant[]> {
  const { folder, remove } = await scratchCopy(...parts)
  try {
    for (const mutant of planted) {
      const path = join(folder, mutant.file)
      await writeFile(path, mutated(await readFile(path, 'utf8'), mutant))
    }
    const passed = new Set<Mutant>()
    for (const mutant of planted) {
      if ('check' in mutant.found && (await run(folder, '--import', 'tsx', 'scripts/check.ts', mutant.found.check)) === 0) passed.add(mutant)
    }
    const tested = planted.flatMap((mutant) => ('test' in mutant.found ? [{ mutant, ...mutant.found }] : []))
    if (tested.length === 0) return [...passed]
    // A mistake in SQL takes effect with the statements that are generated from it.
    if (tested.some(({ mutant }) => mutant.file.startsWith('sql/')) && (await run(folder, '--import', 'tsx', 'scripts/generate.ts')) !== 0)
      throw new UserError(`npm run generate fails with: ${planted.map(({ name }) => name).join('; ')}`)
    const failed = await failuresIn(folder, [...new Set(tested.map(({ test }) => test))], [...new Set(tested.map(({ title }) => title))])
    return [...passed, ...tested.filter(({ title }) => !failed.some((name) => name.includes(title))).map(({ mutant }) => mutant)]
  } finally {
    await remove()
  }
}

await runProgram({ usage, options, positionals: [0, Infinity] }, async ({ short }, names) => {
  const chosen = mutants.filter(({ name, inCi }) => (!short || inCi) && (names.length === 0 || names.some((part) => name.includes(part))))
  const alive: Mutant[] = []
  for (const planted of short ? [chosen] : chosen.map((mutant) => [mutant])) {
    const missed = await survivors(planted)
    alive.push(...missed)
    for (const mutant of planted) console.log(`${missed.includes(mutant) ? 'MISSED' : 'found '}  ${mutant.name}`)
  }
  return alive.length > 0 ? 1 : 0
})
