import { describe, expect, test } from 'vitest'
import type { ProblemKind } from '../../src/problem.ts'
import { expectInvalid, expectProblem, staysUp } from '../support/problems.ts'
import { asJson, bearer, converse, exchange, exchangeAll, head, parseAnswers, withBody } from '../support/raw.ts'
import type { RawAnswer } from '../support/raw.ts'
import { testService } from '../support/service.ts'

const service = testService()
staysUp(service)

const line = 'POST /api/me/tasks HTTP/1.1'
const good = '{"title":"framed"}'
const framed = (framing: string[], body: string): Promise<RawAnswer> => exchange(service.url, head(line, ...asJson(service.alice.token), ...framing) + body)
const titles = async (): Promise<string[]> => {
  const { body }: { body: { title: string }[] } = await service.alice.get('/api/me/tasks').expect(200)
  return body.map(({ title }) => title)
}

describe('where a body ends', () => {
  test.each([
    ['Content-Length and Transfer-Encoding', ['Content-Length: 18', 'Transfer-Encoding: chunked'], `12\r\n${good}\r\n0\r\n\r\n`],
    ['Transfer-Encoding and Content-Length', ['Transfer-Encoding: chunked', 'Content-Length: 18'], `12\r\n${good}\r\n0\r\n\r\n`],
    ['two lengths that differ', ['Content-Length: 18', 'Content-Length: 2'], good],
    ['two lengths that agree', ['Content-Length: 18', 'Content-Length: 18'], good],
    ['a list of lengths', ['Content-Length: 18, 18'], good],
    ['a length of -1', ['Content-Length: -1'], good],
    ['a length of +18', ['Content-Length: +18'], good],
    ['a length of 0x12', ['Content-Length: 0x12'], good],
    ['a length beyond 2^64', ['Content-Length: 99999999999999999999'], good],
    ['an empty length', ['Content-Length:'], good],
    ['an encoding that is not chunked', ['Transfer-Encoding: gzip'], good],
    ['chunked, but not last', ['Transfer-Encoding: chunked, identity'], `12\r\n${good}\r\n0\r\n\r\n`],
    ['a misspelt chunked', ['Transfer-Encoding: xchunked'], `12\r\n${good}\r\n0\r\n\r\n`],
    ['a chunk of no size', ['Transfer-Encoding: chunked'], `ZZ\r\n${good}\r\n0\r\n\r\n`],
    ['a chunk of a negative size', ['Transfer-Encoding: chunked'], `-12\r\n${good}\r\n0\r\n\r\n`],
    ['a chunk of a size beyond 2^64', ['Transfer-Encoding: chunked'], `fffffffffffffffff\r\n${good}\r\n0\r\n\r\n`],
    ['a chunk that is longer than it says', ['Transfer-Encoding: chunked'], `1\r\n${good}\r\n0\r\n\r\n`],
    ['a chunk whose line ends in LF alone', ['Transfer-Encoding: chunked'], `12\n${good}\r\n0\r\n\r\n`],
  ])('400: %s', async (_what, framing, body) => {
    expectInvalid(await framed(framing, body))
    expect(await titles()).toEqual([])
  })

  test.each([
    ['a body that is cut short', ['Content-Length: 100'], good],
    ['a chunk that is cut short', ['Transfer-Encoding: chunked'], `ff\r\n${good}`],
    ['chunks without the last', ['Transfer-Encoding: chunked'], `12\r\n${good}\r\n`],
    ['headers that are cut short', [], ''],
  ])('400: %s', async (what, framing, body) => {
    const bytes = head(line, ...asJson(service.alice.token), ...framing) + body
    const cut = what.startsWith('headers') ? bytes.slice(0, -4) : bytes
    expectInvalid(await exchange(service.url, cut, { end: true }))
    expect(await titles()).toEqual([])
  })

  test('401: the body of someone without a token is not waited for', async () => {
    const bytes = head(line, 'Content-Type: application/json', 'Content-Length: 100') + '{'
    expectProblem(await exchange(service.url, bytes), 401, 'unauthenticated')
  })

  test('201: chunks with extensions and trailers', async () => {
    const chunks = ['9;a=b', '{"title":', '9', '"chunks"}', '0', 'Authorization: none', '', '']
    const answer = await framed(['Transfer-Encoding: chunked'], chunks.join('\r\n'))
    expect(answer.status).toBe(201)
    await service.alice.delete(answer.headers['location'] ?? '').expect(204)
  })
})

describe('a body that waits to be asked for', () => {
  const expecting = 'Expect: 100-continue'

  test.each(['100-continue', '100-Continue'])('201: Expect: %s, asked for', async (expectation) => {
    const [before, after] = [head(line, ...asJson(service.alice.token), `Content-Length: ${good.length}`, `Expect: ${expectation}`), good]
    const { received, send, close } = await converse(service.url)
    send(before)
    await expect.poll(received).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    send(after)
    await expect.poll(received).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 Created\r\n/)
    close()
    const [location = ''] = /(?<=\r\nLocation: )\S+/i.exec(received()) ?? []
    await service.alice.delete(location).expect(204)
  })

  test('201: sent without waiting, and by HTTP/1.0, which is not asked', async () => {
    for (const version of ['1.1', '1.0']) {
      const bytes = withBody(`POST /api/me/tasks HTTP/${version}`, good, ...asJson(service.alice.token), expecting)
      const answer = await exchange(service.url, bytes)
      expect(answer.status).toBe(201)
      await service.alice.delete(answer.headers['location'] ?? '').expect(204)
    }
    const { received, send, closed } = await converse(service.url)
    send(withBody('POST /api/me/tasks HTTP/1.0', '{"title":""}', ...asJson(service.alice.token), expecting))
    await closed
    expect(received()).toMatch(/^HTTP\/1\.1 400 /)
  })

  test.each<[number, ProblemKind, string, () => string[]]>([
    [401, 'unauthenticated', 'POST /api/me/tasks', () => ['Content-Type: application/json', 'Content-Length: 18']],
    [401, 'unauthenticated', 'POST /api/me/tasks', () => [bearer('a.b.c'), 'Content-Type: application/json', 'Transfer-Encoding: chunked']],
    [403, 'forbidden', 'POST /api/nobody/tasks', () => [...asJson(service.alice.token), 'Content-Length: 18']],
    [404, 'not-found', 'POST /nothing', () => [...asJson(service.alice.token), 'Content-Length: 18']],
    [413, 'body-too-large', 'POST /api/me/tasks', () => [...asJson(service.alice.token), 'Content-Length: 99000000']],
    [413, 'body-too-large', 'POST /api/auth/login', () => ['Content-Type: application/json', 'Content-Length: 102401']],
    [415, 'unsupported-media-type', 'POST /api/auth/login', () => ['Content-Type: text/plain', 'Content-Length: 18']],
  ])('%i: %s, at once and without being asked for, and the connection is closed: %s', async (status, kind, target, headers) => {
    const { received, send, closed } = await converse(service.url)
    send(head(`${target} HTTP/1.1`, ...headers(), expecting))
    await closed
    const [answer, ...others] = parseAnswers(received())
    if (!answer) throw new Error('there is no answer')
    expectProblem(answer, status, kind)
    expect([answer.headers['connection'], others]).toEqual(['close', []])
  })

  test('401: at once and without being asked for, and the connection is closed: POST /mcp', async () => {
    const { received, send, closed } = await converse(service.url)
    send(head('POST /mcp HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 18', expecting))
    await closed
    const [answer, ...others] = parseAnswers(received())
    expect([answer?.status, answer?.headers['connection'], others]).toEqual([401, 'close', []])
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ error: { data: { type: '/docs/problems/unauthenticated' } } })
  })

  test('200: a request without a body, which there is nothing to ask for', async () => {
    const answers = await exchangeAll(service.url, head('GET /api/me HTTP/1.1', bearer(service.alice.token), expecting))
    expect(answers.map(({ status }) => status)).toEqual([200])
  })

  test.each(['nonsense', '100-continue, nonsense', '100-continued', '200-ok', ''])('417: Expect: %s', async (expectation) => {
    const bytes = withBody(line, good, ...asJson(service.alice.token), `Expect: ${expectation}`)
    const answer = await exchange(service.url, bytes)
    expectProblem(answer, 417, 'expectation-failed')
    expect(answer.headers['connection']).toBe('close')
    expect(await titles()).toEqual([])
  })
})

describe('requests one after the other', () => {
  const live = head('GET /health/live HTTP/1.1')

  test('200: all that are sent at once are answered, in their order', async () => {
    const requests = [
      live,
      head('GET /nothing HTTP/1.1'),
      withBody(line, '{"title":""}', ...asJson(service.alice.token)).toString('latin1'),
      head('GET /api/me/tasks HTTP/1.1'),
      head('GET /api/me HTTP/1.1', bearer(service.alice.token)),
      head('DELETE /api/me/tasks/999 HTTP/1.1', bearer(service.bob.token)),
      head('TRACE /health/live HTTP/1.1'),
      live,
    ]
    const answers = await exchangeAll(service.url, requests.join(''), { answers: requests.length })
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 400, 401, 200, 404, 405, 200])
  })

  test('200, then 400: what follows a request does not take its answer away', async () => {
    const created = withBody(line, good, ...asJson(service.alice.token)).toString('latin1')
    const [first, second, third, ...others] = await exchangeAll(service.url, `${live}${created}nonsense\r\n\r\n`, { answers: 4 })
    if (!first || !second || !third) throw new Error('there are answers missing')
    expect([first.status, second.status, others]).toEqual([200, 201, []])
    expectProblem(third, 400, 'invalid-request')
    expect(third.headers['connection']).toBe('close')
    await service.alice.delete(second.headers['location'] ?? '').expect(204)
  })

  test('200, then 200: a body that nobody asked for is not the next request', async () => {
    const smuggled = head('DELETE /api/me HTTP/1.1', bearer(service.bob.token))
    const bytes = withBody('GET /api/me HTTP/1.1', smuggled, bearer(service.bob.token)).toString('latin1')
    const answers = await exchangeAll(service.url, bytes + live, { answers: 2 })
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    await service.bob.get('/api/me').expect(200)
  })

  test('401, then 200: the body of a refused request is not the next request', async () => {
    const smuggled = head('GET /nothing HTTP/1.1')
    const bytes = withBody(line, smuggled, 'Content-Type: application/json').toString('latin1')
    const answers = await exchangeAll(service.url, bytes + live, { answers: 2 })
    expect(answers.map(({ status }) => status)).toEqual([401, 200])
  })
})
