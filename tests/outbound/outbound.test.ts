// Which requests the service sends, and that none of them reaches its own network. Name servers are played by the tests.
import type { RequestListener } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { OutboundRefused } from '../../src/outbound/destination.ts'
import { createOutbound } from '../../src/outbound/outbound.ts'
import type { Resolve } from '../../src/outbound/resolve.ts'
import { serve } from '../support/tokens.ts'

/** A name server that answers each question with the next of these answers, and the last one for ever. */
function nameServer(...answers: string[][]): { resolve: Resolve; asked: () => number } {
  let asked = 0
  const resolve: Resolve = () => {
    asked += 1
    return Promise.resolve(answers[Math.min(asked, answers.length) - 1] ?? [])
  }
  return { resolve, asked: () => asked }
}

/** A server on this machine that is reached as hooks.internal, and what is sent to it. */
async function internal(listener: RequestListener) {
  const { url, seen } = await serve(listener)
  const outbound = createOutbound(['Hooks.Internal.'], nameServer(['127.0.0.1']).resolve)
  return { url: `http://hooks.internal:${new URL(url).port}/hook`, seen, outbound }
}

describe('refused permanently, before anything is connected to', () => {
  const urls = {
    'no URL': '/hook',
    'plain HTTP': 'http://example.com/',
    'another protocol': 'ftp://example.com/',
    'a file': 'file:///etc/passwd',
    'data': 'data:text/plain,hello',
    'a script': 'javascript:alert(1)',
    'a user name': 'https://admin@example.com/',
    'a password': 'https://:secret@example.com/',
    'the port of SSH': 'https://example.com:22/',
    'the port of PostgreSQL': 'https://example.com:5432/',
    'the port of plain HTTP': 'https://example.com:80/',
    'this machine': 'https://127.0.0.1/',
    'this machine, another number': 'https://127.8.8.8/',
    'this machine in one decimal number': 'https://2130706433/',
    'this machine in octal': 'https://0177.0.0.1/',
    'this machine in hexadecimal': 'https://0x7f000001/',
    'this machine in two numbers': 'https://127.1/',
    'this machine in full-width digits': 'https://１２７.０.０.１/',
    'this machine, percent-encoded': 'https://%31%32%37.0.0.1/',
    'every address': 'https://0.0.0.0/',
    'this network': 'https://0.1.2.3/',
    'private, 10/8': 'https://10.0.0.1/',
    'private, 172.16/12': 'https://172.31.255.255/',
    'private, 192.168/16': 'https://192.168.1.1/',
    'carrier-grade NAT': 'https://100.64.0.1/',
    'metadata of a cloud': 'https://169.254.169.254/latest/meta-data/',
    'metadata of Alibaba': 'https://100.100.100.200/',
    'metadata of Oracle': 'https://192.0.0.192/',
    'the host of an Azure machine': 'https://168.63.129.16/',
    'benchmarks': 'https://198.18.0.1/',
    'documentation': 'https://192.0.2.1/',
    'multicast': 'https://224.0.0.1/',
    'reserved': 'https://240.0.0.1/',
    'broadcast': 'https://255.255.255.255/',
    'IPv6: this machine': 'https://[::1]/',
    'IPv6: every address': 'https://[::]/',
    'IPv6: mapped IPv4': 'https://[::ffff:127.0.0.1]/',
    'IPv6: mapped IPv4, in hexadecimal': 'https://[::ffff:7f00:1]/',
    'IPv6: compatible IPv4': 'https://[::127.0.0.1]/',
    'IPv6: NAT64': 'https://[64:ff9b::7f00:1]/',
    'IPv6: local NAT64': 'https://[64:ff9b:1::1]/',
    'IPv6: 6to4 of this machine': 'https://[2002:7f00:1::]/',
    'IPv6: Teredo': 'https://[2001:0:7f00:1::1]/',
    'IPv6: unique local': 'https://[fd00:ec2::254]/',
    'IPv6: link-local': 'https://[fe80::1]/',
    'IPv6: site-local': 'https://[fec0::1]/',
    'IPv6: discarded': 'https://[100::1]/',
    'IPv6: documentation': 'https://[2001:db8::1]/',
    'IPv6: multicast': 'https://[ff02::1]/',
  }

  test.each(Object.entries(urls))('%s', async (_, url) => {
    const { resolve, asked } = nameServer(['93.184.215.14'])
    const outbound = createOutbound([], resolve)
    expect(() => outbound.check(url)).toThrow(OutboundRefused)
    await expect(outbound.send({ url })).rejects.toThrow(OutboundRefused)
    expect(asked()).toBe(0)
  })

  test.each([
    ['a private address', ['10.0.0.1']],
    ['a public address and a private one', ['93.184.215.14', '127.0.0.1']],
    ['a public IPv4 address and a private IPv6 address', ['93.184.215.14', 'fd00::1']],
    ['a mapped address', ['::ffff:169.254.169.254']],
    ['what is no address', ['localhost']],
  ])('a name that leads to %s', async (_, addresses) => {
    const outbound = createOutbound([], nameServer(addresses).resolve)
    await expect(outbound.send({ url: 'https://hooks.example.com/' })).rejects.toThrow(OutboundRefused)
  })

  test('a name of a URL that passed the check, once it leads to a private address', async () => {
    const outbound = createOutbound([], nameServer(['10.0.0.1']).resolve)
    expect(() => outbound.check('https://hooks.example.com/')).not.toThrow()
    await expect(outbound.send({ url: 'https://hooks.example.com/' })).rejects.toThrow('must lead to public addresses only')
  })

  test('localhost, whatever name server there is', async () => {
    for (const host of ['localhost', 'localhost.', 'LOCALHOST']) {
      await expect(createOutbound().send({ url: `https://${host}/` })).rejects.toThrow(/public addresses|has no address/)
    }
  })

  test('a host that only ends like an allowed one', () => {
    const outbound = createOutbound(['hooks.internal'])
    expect(() => outbound.check('http://hooks.internal.example.com/')).toThrow('must start with https://')
    expect(() => outbound.check('http://other-hooks.internal/')).toThrow('must start with https://')
    expect(() => outbound.check('http://admin@hooks.internal/')).toThrow('must have no user name')
  })
})

test.each(['https://example.com', 'https://example.com:8443/hook?a=b', 'https://93.184.215.14/', 'https://[2606:2800:220:1::1]/'])('allowed: %s', (url) => {
  expect(() => createOutbound().check(url)).not.toThrow()
})

describe('sent', () => {
  test('to the address that was checked, whatever the name server says next, and at any port of an allowed host', async () => {
    const { url, seen } = await serve((request, response) => {
      request.pipe(response.setHeader('X-Host', request.headers.host ?? ''))
    })
    const { resolve, asked } = nameServer(['127.0.0.1'], ['192.0.2.1'])
    const { port } = new URL(url)
    const outbound = createOutbound(['hooks.internal'], resolve)
    const response = await outbound.send({ url: `http://hooks.internal:${port}/hook?a=b`, method: 'POST', body: 'héllo' })
    expect({ ...response, body: response.body.toString() }).toMatchObject({ status: 200, body: 'héllo', headers: { 'x-host': `hooks.internal:${port}` } })
    expect([seen, asked()]).toEqual([['/hook?a=b'], 1])
  })

  test('a redirect is a response, and not followed', async () => {
    const target = await serve((_, response) => response.end())
    const { url, outbound } = await internal((_, response) => response.writeHead(307, { Location: target.url }).end())
    expect(await outbound.send({ url, method: 'POST', body: '{}' })).toMatchObject({ status: 307 })
    expect(target.seen).toEqual([])
  })

  test('a response of more than 1 MB fails, whatever more was asked for', async () => {
    const { url, outbound } = await internal((_, response) => response.end('x'.repeat(1_000_001)))
    await expect(outbound.send({ url, maxBytes: 10_000_000 })).rejects.toThrow('larger than 1000000 bytes')
  })

  test('a response without end fails', async () => {
    const { url, outbound } = await internal((_, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write('x'.repeat(10_000), more)
      }
      more()
    })
    await expect(outbound.send({ url })).rejects.toThrow('larger than')
  })

  test.each<[string, RequestListener]>([
    ['no response', () => {}],
    ['half a response', (_, response) => response.write('x')],
  ])('%s fails when the time is over', async (_, listener) => {
    const { url, outbound } = await internal(listener)
    await expect(outbound.send({ url, timeoutMs: 200 })).rejects.toThrow('time limit')
  })

  test('a name server that never answers fails when the time is over', async () => {
    const outbound = createOutbound([], () => new Promise(() => {}))
    await expect(outbound.send({ url: 'https://hooks.example.com/', timeoutMs: 200 })).rejects.toThrow('time limit')
  })

  test('a server that does not speak TLS, or not HTTP, fails', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => {}).end('hello\r\n\r\n'))
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo // it listens on a port, not on a pipe
    const outbound = createOutbound(['127.0.0.1'])
    await expect(outbound.send({ url: `https://127.0.0.1:${port}/` })).rejects.not.toThrow(OutboundRefused)
    await expect(outbound.send({ url: `http://127.0.0.1:${port}/` })).rejects.not.toThrow(OutboundRefused)
  })
})
