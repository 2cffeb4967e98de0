// How the programs in scripts/ read their command lines, each as a process of its own.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'))
const named = Object.entries(scripts).flatMap(([name, command]) => [...command.matchAll(/scripts\/[\w-]+\.ts/g)].map(([file]) => ({ name, file })))
const files = readdirSync('scripts')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `scripts/${file}`)

const run = (file: string, ...args: string[]) => spawnSync(process.execPath, ['--import', 'tsx', file, ...args], { encoding: 'utf8', timeout: 20_000 })

test('every npm script that runs a program runs one that exists', () => {
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter(({ file }) => !files.includes(file))).toEqual([])
})

describe.each(files)('%s', (file) => {
  const name = named.find((each) => each.file === file)?.name
  const usage = name === undefined ? `npx tsx ${file}` : `npm run ${name}`

  test('begins with a comment that says what it is for', () => expect(readFileSync(file, 'utf8')).toMatch(/^\/\/ [A-Z].*\.\n/))

  test('--help: prints its usage and does nothing else', () => {
    const { status, stdout, stderr } = run(file, '--help')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout.split('\n')[0]).toMatch(new RegExp(`^Usage: ${usage}( -- | <|$)`))
  })

  test('an unknown option: one line, status 2, and nothing is done', () => {
    const { status, stdout, stderr } = run(file, '--no-such-option')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^Unknown option '--no-such-option'.*\n$/)
  })
})
