import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { text } from 'node:stream/consumers'
import jwt from 'jsonwebtoken'
import { describe, expect, test } from 'vitest'
import { close, listen, portOf } from '../support/better-auth.ts'
import { createToken } from '../support/personal-tokens.ts'
import { program } from '../support/program.ts'
import { secret, testService } from '../support/service.ts'

const service = testService()

type Ended = { status: unknown; out: string; err: string }

/** Runs `taskpact mcp` with nothing set but what the test sets, until it has answered all that it was given. */
async function run(args: string[], environment: Record<string, string> = {}, input = ''): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [...program, 'mcp', ...args], { env: { PATH, HOME, ...environment }, stdio: ['pipe', 'pipe', 'pipe'] })
  // Where it gave up before reading, there is nobody to read.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const [out, err, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { status, out, err }
}

/** Does something with the address of a server that answers as it is told. */
async function withServer<Result>(answer: RequestListener, work: (url: string) => Promise<Result>): Promise<Result> {
  const server = createServer(answer)
  await listen(server, 0)
  try {
    return await work(`http://127.0.0.1:${portOf(server)}`)
  } finally {
    await close(server)
  }
}

const json =
  (value: unknown): RequestListener =>
  (_request, response) =>
    void response.setHeader('Content-Type', 'application/json').end(JSON.stringify(value))

describe('taskpact mcp: an error is one line and status 1, or 2 for an invalid command line', { timeout: 60_000 }, () => {
  const refused = async (ending: Promise<Ended>, wanted = 1): Promise<string> => {
    const { status, out, err } = await ending
    expect({ status, out, lines: err.trimEnd().split('\n').length }).toEqual({ status: wanted, out: '', lines: 1 })
    return err
  }

  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['no URL', [], {}, /^No URL\. Set TASKPACT_URL or --url/],
    ['no token', ['--url', 'http://localhost:1'], {}, /^No token\. Set TASKPACT_TOKEN or --token/],
    ['an invalid URL', ['--url', 'localhost', '--token', 'x'], {}, /^The URL is "localhost"; it must be/],
    ['a URL of another kind', ['--token', 'x'], { TASKPACT_URL: 'ftp://localhost' }, /^The URL is "ftp:\/\/localhost"; it must be/],
    ['an invalid token', ['--url', 'http://localhost:1', '--token', 'a b'], {}, /^The token is invalid/],
    [
      'an unknown tool',
      ['--url', 'http://localhost:1', '--token', 'x', '--tools', 'dance'],
      {},
      /^--tools: There is no tool "dance"\. The tools are: list_tasks, /,
    ],
    ['nobody there', ['--url', 'http://127.0.0.1:1', '--token', 'x'], {}, /^http:\/\/127\.0\.0\.1:1 does not respond \(.+\)\. Check the URL/],
  ])('%s', async (_, args, environment, expected) => {
    expect(await refused(run(args, environment))).toMatch(expected)
  })

  test.each([
    ['an unknown option', ['--uri', 'x'], /^Unknown option '--uri'/],
    ['an extra argument', ['serve'], /^Unexpected argument 'serve'/],
  ])('%s', async (_, args, expected) => {
    expect(await refused(run(args, {}), 2)).toMatch(expected)
  })

  test('a token that has expired', async () => {
    const token = jwt.sign({}, secret, { subject: 'someone', expiresIn: -60 })
    expect(await refused(run([], { TASKPACT_URL: service.url, TASKPACT_TOKEN: token }))).toMatch(/^http\S+ rejects the token: The token has expired/)
  })

  test('another service', async () => {
    const refusal = withServer(
      (_request, response) => void response.writeHead(302, { Location: '/login' }).end(),
      (url) => refused(run(['--url', url, '--token', 'x'])),
    )
    expect(await refusal).toMatch(/is not a Taskpact service: it has no contract at \/openapi\.json \(302\)\. Check the URL\.$/m)
  })

  test('a contract of another version', async () => {
    const refusal = withServer(json({ openapi: '3.1.0', info: { title: 'Taskpact', version: '99.0.0' } }), (url) =>
      refused(run(['--url', url, '--token', 'x'])),
    )
    expect(await refusal).toMatch(/has version 99\.0\.0 of the contract, but this program has \S+\. Use the program of version 99\.0\.0\.$/m)
  })

  test('a service that says what is not JSON', async () => {
    const garbled: RequestListener = (_request, response) => void response.setHeader('Content-Type', 'application/json').end('{')
    expect(await withServer(garbled, (url) => refused(run(['--url', url, '--token', 'x'])))).toMatch(/does not respond \(.+\)/)
  })
})

describe('taskpact mcp', { timeout: 60_000 }, () => {
  test('--help says how to use it', async () => {
    const { status, out, err } = await run(['--help'])
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toMatch(/^Usage: taskpact mcp /m)
  })

  test('answers each line, those that are no message too, and ends with the input', async () => {
    const lines = [
      'not JSON',
      '',
      '[]',
      JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }),
      JSON.stringify({ jsonrpc: '2.0', id: 'a', method: 'ping' }),
      JSON.stringify({ jsonrpc: '2.0', id: 'b', method: 'tools/call', params: { name: 'add_task', arguments: { title: 'Buy milk' } } }),
    ]
    const { status, out, err } = await run(['--url', `${service.url}/`, '--token', service.alice.token], {}, lines.join('\n'))
    expect({ status, err }).toEqual({ status: 0, err: '' })
    const replies = out
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(replies).toEqual([
      { jsonrpc: '2.0', id: null, error: expect.objectContaining({ code: -32_700 }) },
      { jsonrpc: '2.0', id: null, error: expect.objectContaining({ code: -32_600 }) },
      { jsonrpc: '2.0', id: 'a', result: {} },
      { jsonrpc: '2.0', id: 'b', result: { content: [{ type: 'text', text: expect.stringContaining('"title":"Buy milk"') }] } },
    ])
  })

  test('has the tools that it is told to', async () => {
    const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
    const { out } = await run(['--tools', 'add_task, get_task', '--read-only'], { TASKPACT_URL: service.url, TASKPACT_TOKEN: service.alice.token }, list)
    expect(JSON.parse(out)).toMatchObject({ result: { tools: [{ name: 'get_task' }] } })
  })

  test('takes a personal access token, and says of a tool what scope that lacks', async () => {
    const { secret: script } = await createToken(service.alice, ['tasks:read'])
    const call = (id: number, name: string, args: object): string =>
      JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } })
    const lines = [call(1, 'list_tasks', {}), call(2, 'add_task', { title: 'Buy milk' })]
    const { status, out, err } = await run(['--url', service.url], { TASKPACT_TOKEN: script }, lines.join('\n'))
    expect({ status, err }).toEqual({ status: 0, err: '' })
    // The answers come as they are ready.
    const [read, written] = out
      .trimEnd()
      .split('\n')
      .map((line): { id: number } => JSON.parse(line))
      .sort((one, other) => one.id - other.id)
    expect(read).not.toMatchObject({ result: { isError: true } })
    expect(written).toMatchObject({ result: { isError: true, content: [{ text: expect.stringContaining('tasks:write') }] } })
  })

  test('ends when its client no longer reads', async () => {
    const environment = { TASKPACT_URL: service.url, TASKPACT_TOKEN: service.alice.token }
    const child = spawn(process.execPath, [...program, 'mcp'], { env: { ...environment, PATH: process.env['PATH'] ?? '' }, stdio: ['pipe', 'pipe', 'pipe'] })
    child.stdin.on('error', () => undefined)
    child.stdout.destroy()
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })}\n`)
    const [err, [status]] = await Promise.all([text(child.stderr), once(child, 'close')])
    expect({ status, err }).toEqual({ status: 0, err: '' })
  })

  test('a service that went away meanwhile is an error of the tool', async () => {
    let asked = 0
    const answer: RequestListener = (request, response) => {
      asked += 1
      if (asked > 2) request.socket.destroy()
      else json({ openapi: '3.1.0', info: { title: 'Taskpact', version: '0.1.0' } })(request, response)
    }
    const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_tasks' } }
    const { status, out } = await withServer(answer, (url) => run(['--url', url, '--token', 'x'], {}, JSON.stringify(call)))
    expect(status).toBe(0)
    expect(JSON.parse(out).result).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(/does not respond \(.+\)/) }] })
  })
})
