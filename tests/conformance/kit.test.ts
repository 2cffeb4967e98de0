import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { conformance } from '../../src/commands/conformance.ts'
import { checks } from '../../src/conformance/checks.ts'
import { belongings, countRows } from '../harness/belongings.ts'
import { faultyService } from '../harness/faulty.ts'
import type { FaultyService } from '../harness/faulty.ts'
import { testService } from '../harness/service.ts'
import { mutants } from './defects.ts'

const service = testService()
let faulty: FaultyService
let folder: string
let [out, err] = ['', '']

beforeAll(async () => {
  faulty = await faultyService(service.url)
  folder = await mkdtemp(join(tmpdir(), 'taskpact-conformance-'))
})
beforeEach(() => {
  [out, err] = ['', '']
  vi.spyOn(console, 'log').mockImplementation((line: string) => void (out += `${line}\n`))
  vi.spyOn(console, 'error').mockImplementation((line: string) => void (err += `${line}\n`))
})
afterEach(() => {
  faulty.defect = {}
  vi.restoreAllMocks()
})
afterAll(async () => {
  await faulty.close()
  await rm(folder, { recursive: true })
})

/** Runs the command, by alice's token and bob's. @returns its exit status */
const check = (url: string, ...more: string[]): Promise<number> =>
  conformance(['--url', url, '--token', service.alice.token, '--second-token', service.bob.token, ...more])

/** What the service keeps by itself for a time, whatever its clients do: how often they asked, and what it answered to a key. */
const passing = { rate_limits: null, idempotency_keys: null }

async function everything(): Promise<unknown[]> {
  const { alice, bob, database } = service
  return [await countRows(database), await belongings(database, alice.id), await belongings(database, bob.id)].map((tables) => ({ ...tables, ...passing }))
}

/** What a document of a test's own says, without a schema. */
const jsonIn = async (file: string) => JSON.parse(await readFile(file, 'utf8'))

describe('a service that keeps to the contract', () => {
  test('passes, and has all as it was', { timeout: 120_000 }, async () => {
    const before = await everything()
    const [junit, json] = [join(folder, 'junit.xml'), join(folder, 'report.json')]
    const status = await check(service.url, '--junit', junit, '--json', json)
    expect({ failures: out.match(/^ {2}failed[^]*?(?=\n {2}\w)/gm), status, err }).toEqual({ failures: null, status: 0, err: '' })
    expect(out).toMatch(/: \d{3,} passed, 0 failed, \d+ skipped\.\nNothing was left behind\.\n$/)
    expect(out).not.toContain('--second-token')
    expect(await everything()).toEqual(before)

    const report = await jsonIn(json)
    expect(report).toMatchObject({ counts: { failed: 0 }, leftBehind: [], interrupted: false })
    expect(new Set(report.results.map(({ check: name }: { check: string }) => name))).toEqual(new Set([...Object.keys(checks), 'contract', 'problem-pages']))
    const xml = await readFile(junit, 'utf8')
    expect(xml.match(/<testcase /g)).toHaveLength(report.results.length)
    expect(xml).toContain(`tests="${report.results.length}" failures="0"`)
  })

  test('is not said to keep users apart where there is one token alone', async () => {
    const status = await conformance(['--url', service.url, '--token', service.alice.token, '--only', 'getTask,others-thing'])
    expect(status).toBe(0)
    expect(out).toMatch(/^ {2}skipped {2}others-thing: .*\n +because there is no --second-token to try it with$/m)
    expect(out).toMatch(/Isolation between users was not checked, \d+ times: give a --second-token of another user\./)
  })
})

describe('a service with a defect is found out', () => {
  test.each(mutants)('%s: %s', async (_, found, defect) => {
    faulty.defect = defect(service)
    // Problems have to come up before their pages can be asked for.
    const status = await check(faulty.url, '--only', found.startsWith('deployment/') ? `${found},getTask/not-found` : found)
    expect({ status, out }).toEqual({ status: 1, out: expect.stringContaining(`Failed:\n  ${found}\n`) })
    expect(out).toMatch(/^ {2}failed {3}\S+: .*\n {13}expected {2}\S.*\n {13}came {6}\S/m)
    expect(err).toBe('')
  })
})
