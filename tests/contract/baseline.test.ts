// The shape of the contract, as it was last accepted: no part of it changes unseen.
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { baselineOf, baselinePath } from '../../scripts/contract/baseline.ts'
import { source } from '../support/compiler.ts'
import { contract, contractTextWith, contractWith } from '../support/contract.ts'
import { scratchCopy } from '../support/scratch-copy.ts'
import type { ScratchCopy } from '../support/scratch-copy.ts'

type Change = [what: string, ...Parameters<typeof contractTextWith>]

const seen: Change[] = [
  ['a field that a response may leave out', '\n    Stats:\n', 'overdue, due_today, ', 'due_today, '],
  ['another default', '\n    Batch:\n', 'default: true', 'default: false'],
  ['another limit', '\n    TaskTitle:\n', 'maxLength: 255', 'maxLength: 256'],
  ['another pattern', '\n    Color:\n', 'pattern: ', 'pattern: x'],
  ['a new value', '\n    TaskSort:\n', 'enum: [created_at, ', 'enum: [created_at, completed, '],
  ['a new parameter', 'operationId: getStats', 'parameters:\n', 'parameters:\n        - { name: by, in: query, schema: { type: string } }\n'],
  ['a status that is gone', 'operationId: getStats', "        '403': { $ref: '#/components/responses/Forbidden' }\n", ''],
  ['an operation that a batch may not contain', 'operationId: getStats', 'x-batch: true', 'x-batch: false'],
  ['a tool of another name', 'operationId: createTask', 'name: add_task', 'name: new_task'],
  ['a field whose name is also a keyword', '\n    TaskCreation:\n', '        description: ', '        summary: '],
]

const unseen: Change[] = [
  ['another summary', '', 'summary: Create a task', 'summary: Add a task'],
  ['another description', 'operationId: getStats', 'description: ', 'description: In short, '],
  ['another description of a tool', 'operationId: createTask', 'description: Adds a task,', 'description: Makes a task,'],
  ['another detail of an error', '\n    Color:\n', 'x-pattern-detail: ', 'x-pattern-detail: indeed '],
]

test(`the contract is that of ${baselinePath}`, () => {
  expect(baselineOf(contract) === source(baselinePath), 'If the change is intended: npm run contract -- --accept').toBe(true)
})

describe('the baseline', () => {
  test.each(seen)('changes for %s', (_, ...change) => {
    expect(baselineOf(contractWith(...change))).not.toBe(baselineOf(contract))
  })

  test.each(unseen)('stays the same for %s', (_, ...change) => {
    expect(baselineOf(contractWith(...change))).toBe(baselineOf(contract))
  })
})

describe('npm run contract', { timeout: 60_000 }, () => {
  let scratch: ScratchCopy
  beforeAll(async () => void (scratch = await scratchCopy('.config', 'scripts', 'src', 'openapi.yaml', 'package.json', baselinePath)))
  afterAll(() => scratch.remove())

  function run(...values: string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/contract.ts', ...values], {
      cwd: scratch.folder,
      encoding: 'utf8',
    })
    return `${status}\n${stdout}${stderr}`
  }
  const baseline = (): Promise<string> => readFile(join(scratch.folder, baselinePath), 'utf8')
  const change = (...values: Parameters<typeof contractTextWith>): Promise<void> => writeFile(join(scratch.folder, 'openapi.yaml'), contractTextWith(...values))

  test('names what differs, says how to accept it, and leaves the baseline until it is accepted', async () => {
    expect(run()).toMatch(/^0\n/)
    await change('\n    Stats:\n', 'overdue, due_today, ', 'due_today, ')
    expect(run()).toMatch(/^1\n[^]*Breaks clients: GET \/api\/\{user_id\}\/stats: [^]*Differs: #\/components\/schemas\/Stats\/[^]*npm run contract -- --accept/)
    expect(await baseline()).toBe(source(baselinePath))
    expect(run('--accept')).toMatch(/^0\n[^]*Wrote tests\/contract\/baseline\.yaml/)
    expect(run()).toMatch(/^0\n/)
  })

  test('refuses another default, which breaks nothing that can be sent', async () => {
    await change('\n    Batch:\n', 'default: true', 'default: false')
    expect(run()).toMatch(/^1\n[^]*Differs: #\/components\/schemas\/Batch\/properties\/atomic/)
  })
})
