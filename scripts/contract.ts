// Keeps the promises of the contract: those of the last release, which is the newest tag v*, and its shape as it was last accepted.
import { readFile, writeFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { baselineOf, baselinePath } from './contract/baseline.ts'
import { breakingIn, breakingChanges } from './contract/breaking.ts'
import { diffContracts } from './contract/diff.ts'
import { objectOf, textOf } from './contract/document.ts'
import type { JsonObject } from './contract/document.ts'
import { git } from './contract/releases.ts'
import { runProgram } from './support/program.ts'

const usage = `npm run contract -- [--accept]

Fails if openapi.yaml breaks clients of the newest tag v* without a new major version (before 1.0: minor), or if anything
but its words differs from ${baselinePath}.

  --accept  write the baseline, for a deliberate change: its diff is part of the review`

const options = { accept: { type: 'boolean', default: false } } as const

const read = (text: string): JsonObject => parse(text) as JsonObject // the linter checks its shape

/** The part of the version that a breaking change must raise: before 1.0 that is the second number (Semantic Versioning, section 4). */
function majorOf(contract: JsonObject): string {
  const [major = '', minor = ''] = textOf(objectOf(contract['info'])['version']).split('.')
  return major === '0' ? `0.${minor}` : major
}

/** Whether a contract keeps what the last release promised; prints what does not. */
async function keepsRelease(contract: JsonObject): Promise<boolean> {
  const tag = git('.', 'describe', '--tags', '--match', 'v*', '--abbrev=0')?.trim()
  const released = tag === undefined ? null : git('.', 'show', `${tag}:openapi.yaml`)
  if (released === null) {
    console.log('There is no release to compare with.')
    return true
  }
  const before = read(released)
  const changes = await breakingChanges(before, contract)
  for (const change of changes) console.error(`Since ${tag ?? ''}: ${change}`)
  return changes.length === 0 || majorOf(before) !== majorOf(contract)
}

/** What differs from the accepted shape, in words, with what breaks clients first. */
async function differences(accepted: string, current: string): Promise<string[]> {
  const changes = await diffContracts(read(accepted), read(current))
  const others = new Set(changes.map(({ base, revision, path }) => revision?.pointer ?? base?.pointer ?? path))
  return [...breakingIn(changes).map((change) => `Breaks clients: ${change}`), ...[...others].map((pointer) => `Differs: ${pointer}`)]
}

await runProgram({ usage, options }, async ({ accept }) => {
  const contract = read(await readFile('openapi.yaml', 'utf8'))
  const keeps = await keepsRelease(contract)
  const [accepted, current] = [await readFile(baselinePath, 'utf8').catch(() => ''), baselineOf(contract)]
  if (accepted === current) return keeps ? 0 : 1
  for (const difference of accepted === '' ? [] : await differences(accepted, current)) console.error(difference)
  if (!accept) {
    console.error(`openapi.yaml differs from ${baselinePath}. If that is intended, run "npm run contract -- --accept" and commit what it writes.`)
    return 1
  }
  await writeFile(baselinePath, current)
  console.log(`Wrote ${baselinePath}`)
  return keeps ? 0 : 1
})
