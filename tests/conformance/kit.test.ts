import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jwt from 'jsonwebtoken'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { UsageError } from '../../src/commands/command.ts'
import { conformance } from '../../src/commands/conformance.ts'
import { checks } from '../../src/conformance/checks.ts'
import { loadExpectations } from '../../src/conformance/declared.ts'
import type { Report } from '../../src/conformance/outcome.ts'
import { createTestRun } from '../../src/conformance/trial.ts'
import { faultyService } from '../support/faulty.ts'
import type { FaultyService, Given } from '../support/faulty.ts'
import { secret, testService } from '../support/service.ts'
import { mutants } from './defects.ts'
import { everything, runWhole } from './whole-run.ts'
import type { WholeRun } from './whole-run.ts'

const service = testService()
let faulty: FaultyService
let folder: string
let whole: Promise<WholeRun>
let out = ''

beforeAll(async () => {
  faulty = await faultyService(service.url)
  folder = await mkdtemp(join(tmpdir(), 'taskpact-conformance-'))
  // It takes as long as all else together: it begins first, in processes of its own, and is looked at last.
  whole = runWhole(folder)
  whole.catch(() => undefined)
})
beforeEach(() => {
  out = ''
  vi.spyOn(console, 'log').mockImplementation((line: string) => void (out += `${line}\n`))
})
afterEach(() => {
  faulty.defect = {}
  vi.restoreAllMocks()
})
afterAll(async () => {
  await whole.catch(() => undefined)
  await faulty.close()
  await rm(folder, { recursive: true })
})

/** Runs the command, by alice's token and bob's. @returns its exit status */
const check = (url: string, ...more: string[]): Promise<number> =>
  conformance(['--url', url, '--token', service.alice.token, '--second-token', service.bob.token, ...more])

const problem = { type: '/docs/problems/too-many-requests', title: 'Rate limit exceeded', status: 429, detail: 'Later.', instance: '/', message: 'Later.' }

describe('a service with a defect is found out', () => {
  test.each(mutants)('%s: %s', async (_, found, defect) => {
    faulty.defect = defect(service)
    const status = await check(faulty.url, '--only', found)
    expect({ status, out }).toEqual({ status: 1, out: expect.stringContaining(`Failed:\n  ${found}\n`) })
    expect(out).toMatch(/^ {2}failed {3}\S+: .*\n {13}expected {2}\S.*\n {13}came {6}\S/m)
  })
})

describe('what cannot be removed is said', () => {
  test.each<[what: string, only: string, path: RegExp, given: Given, said: RegExp]>([
    ['an account', 'getList/success', /^\/api\/me$/, { status: 204, headers: {}, body: '' }, /^ {2}the account kit\S+@example\.com: it cannot be deleted$/m],
    [
      'a task',
      'getTask/success',
      /^\/api\/me\/tasks\/\d+$/,
      { status: 204, headers: {}, body: '' },
      /^ {2}task \d+ of user \d+: it cannot be removed \(404\)$/m,
    ],
    [
      'a tag',
      'updateTag/success',
      /^\/api\/me\/tags\/\d+$/,
      { status: 403, headers: {}, body: '' },
      /^ {2}tag \d+ of user \d+: it cannot be deleted \(403\)$/m,
    ],
  ])('%s', async (_, only, path, given, said) => {
    faulty.defect = { request: (sent) => (sent.method === 'DELETE' && path.test(sent.path) ? given : undefined) }
    expect(await check(faulty.url, '--only', only)).toBe(1)
    expect(out).toMatch(/: 1 passed, 0 failed, 0 skipped\.\nLeft behind, for you to remove:\n/)
    expect(out).toMatch(said)
  })

  test('a deployment that stops halfway does not pass', async () => {
    let answers = 0
    faulty.defect = { request: () => ((answers += 1) > 4 ? { status: 0, headers: {}, body: '' } : undefined) }
    expect(await check(faulty.url, '--only', 'getTask')).toBe(1)
    expect(out).toContain('came      none: other side closed')
    expect(out).toContain('Left behind, for you to remove:')
  })
})

describe('a new operation', () => {
  const { expectations, operation } = (() => {
    const loaded = loadExpectations()
    return { expectations: loaded, operation: loaded.operation('getTask') }
  })()
  const trial = createTestRun({ url: 'http://127.0.0.1:1', expectations, first: { id: 1, token: 'x', account: null }, second: null })

  test('with an answer that no check provokes is named, with where one has to be added', async () => {
    const run = checks['declared']?.run(trial, { ...operation, statuses: [...operation.statuses, 418] })
    await expect(run).rejects.toThrow('none for 418: add one to src/conformance/checks/')
  })

  test('on something that the kit cannot make is named, with where that has to be added', async () => {
    const run = checks['success']?.run(trial, { ...operation, path: '/api/{user_id}/notes/{id}' })
    await expect(run).rejects.toThrow('"notes": add how one is created to "creations" in src/conformance/valid-request.ts')
  })
})

describe('what it cannot run with: one line, and status 2', () => {
  const expired = (): string => jwt.sign({}, secret, { subject: 'carol', expiresIn: -60 })
  const brief = (): string => jwt.sign({}, secret, { subject: 'carol', expiresIn: 200 })
  test.each<[name: string, args: () => string[], said: RegExp]>([
    ['no URL', () => ['--token', 'x'], /^No URL\. Set TASKPACT_URL or --url/],
    ['no token', () => ['--url', service.url], /^No token\. Set TASKPACT_TOKEN or --token/],
    ['an invalid URL', () => ['--url', 'localhost:8000', '--token', 'x'], /^--url is "localhost:8000"; it must be the URL of the deployment/],
    [
      'a URL without a service',
      () => ['--url', 'http://127.0.0.1:2', '--token', 'x'],
      /^http:\/\/127\.0\.0\.1:2 does not respond: .*ECONNREFUSED.*Check the URL\.$/,
    ],
    [
      'a URL of something else',
      () => ['--url', `${service.url}/docs/guides`, '--token', 'x'],
      /is not a deployment of this contract: GET \/openapi\.json returns none \(404\)\. Check the URL\.$/,
    ],
    ['an expired token', () => ['--url', service.url, '--token', expired()], /^--token is rejected: \S/],
    [
      'a token that is about to expire',
      () => ['--url', service.url, '--token', brief()],
      /^--token expires in \d+ seconds, and a run may take 300\. Get a new token, such as by a log-in\.$/,
    ],
    ['an invalid token', () => ['--url', service.url, '--token', 'a b'], /^--token is not a token/],
    ['an expired second token', () => ['--url', service.url, '--token', service.alice.token, '--second-token', expired()], /^--second-token is rejected: \S/],
    ['two tokens of one user', () => ['--url', service.url, '--token', service.alice.token, '--second-token', service.alice.token], /belong to the same user/],
    [
      'an unknown check',
      () => ['--url', service.url, '--token', 'x', '--only', 'getTask,getNothing'],
      /^--only has "getNothing", which is neither an operation nor a check/,
    ],
    [
      'a file that cannot be written',
      () => ['--url', service.url, '--token', 'x', '--junit', join(folder, 'none', 'x.xml')],
      /^The report \S+ cannot be written \(ENOENT\)/,
    ],
  ])('%s', async (_, args, said) => {
    const failure: unknown = await conformance(args()).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UsageError)
    expect(out).toBe('')
    expect(String(failure).replace('Error: ', '')).toMatch(said)
  })

  test('a contract of another major version', async () => {
    faulty.defect = {
      answer: ({ body }, { path }) => void Object.assign(path === '/openapi.json' ? (body as { info: object }).info : {}, { version: '7.1.0' }),
    }
    await expect(check(faulty.url)).rejects.toThrow(/^\S+ has version 7\.1\.0 of the contract, but this kit is for version \S+\. Use the kit of version 7\.$/)
  })
})

test('a service is not said to keep users apart where there is one token alone', async () => {
  const status = await conformance(['--url', service.url, '--token', service.alice.token, '--only', 'getTask,others-thing'])
  expect(status).toBe(0)
  expect(out).toMatch(/^ {2}skipped {2}others-thing: .*\n +because it needs a --second-token$/m)
  expect(out).toMatch(/\d+ checks of isolation between users were skipped: pass a --second-token of another user\./)
})

test('a deployment that lets nobody register is not said to pass', async () => {
  faulty.defect = {
    request: ({ path }) =>
      path === '/api/auth/register'
        ? {
            status: 429,
            headers: { 'content-type': 'application/problem+json', 'api-version': '0.1.0', 'retry-after': '900', 'ratelimit': 'x', 'ratelimit-policy': 'x' },
            body: problem,
          }
        : undefined,
  }
  expect(await check(faulty.url, '--only', 'getList')).toBe(2)
  expect(out).toContain('because rate limit exceeded, retry after 900 seconds')
  expect(out).toMatch(/: 0 passed, 0 failed, \d+ skipped\.\nThe deployment prevented \d+ checks, so their results are unknown\./)
})

test('what the checks of an operation made is removed before those of the next', async () => {
  const changes: string[] = []
  faulty.defect = {
    request({ method, path }) {
      if (method === 'POST' && path === '/api/me/tasks') changes.push('created')
      if (method === 'DELETE' && path.startsWith('/api/me/trash/')) changes.push('removed')
      return undefined
    },
  }
  expect(await check(faulty.url, '--only', 'getTask/success,patchTask/success')).toBe(0)
  expect(changes.indexOf('removed')).toBeGreaterThan(0)
  expect(changes.indexOf('removed')).toBeLessThan(changes.lastIndexOf('created'))
})

test('an interruption ends it early, and leaves nothing', async () => {
  const before = await everything(service.database, service.alice, service.bob)
  faulty.defect = {
    request({ path }) {
      if (path === '/api/me/tasks') process.emit('SIGINT')
      return undefined
    },
  }
  expect(await check(faulty.url, '--only', 'getTask')).toBe(2)
  expect(out).toContain('The run was interrupted; remaining checks are not counted.\nNothing was left behind.')
  expect(await everything(service.database, service.alice, service.bob)).toEqual(before)
})

test('a service that keeps to the contract passes, and has all as it was', { timeout: 120_000 }, async () => {
  const { status, out, err, json, junit, before, after } = await whole
  expect({ failures: out.match(/^ {2}failed[^]*?(?=\n {2}\w)/gm), err, status }).toEqual({ failures: null, err: '', status: 0 })
  expect(out).toMatch(/: \d{3,} passed, 0 failed, \d+ skipped\.\nNothing was left behind\.\n$/)
  expect(out).not.toContain('--second-token')
  expect(after).toEqual(before)

  const report: Report = JSON.parse(json)
  expect(report).toMatchObject({ counts: { failed: 0 }, leftBehind: [], interrupted: false })
  expect(new Set(report.results.map((result) => result.check))).toEqual(new Set([...Object.keys(checks), 'contract', 'problem-pages']))
  expect(junit.match(/<testcase /g)).toHaveLength(report.results.length)
  expect(junit).toContain(`tests="${report.results.length}" failures="0"`)
})
