// Compares the contract with that of the last release, which is the newest tag v*: a change that breaks what was valid takes a major version.
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { breakingChanges } from './contract/changes.ts'
import { git } from './contract/releases.ts'

const tag = git('.', 'describe', '--tags', '--match', 'v*', '--abbrev=0')?.trim()
const released = tag === undefined ? null : git('.', 'show', `${tag}:openapi.yaml`)
if (released === null) {
  console.log('There is no release to compare with.')
} else {
  const [before, after] = [read(released), read(readFileSync('openapi.yaml', 'utf8'))]
  const changes = breakingChanges(before, after)
  for (const change of changes) console.error(`${change} since ${tag}`)
  if (changes.length > 0 && majorOf(before) === majorOf(after)) process.exitCode = 1
}

type Document = Parameters<typeof breakingChanges>[0] & { info: { version: string } }

function read(text: string): Document {
  return parse(text) as Document // the linter has seen to its shape
}

/** What has to change with a breaking change: before 1.0 that is the second number (Semantic Versioning, section 4). */
function majorOf({ info: { version } }: Document): string {
  const [major = '', minor = ''] = version.split('.')
  return major === '0' ? `0.${minor}` : major
}
