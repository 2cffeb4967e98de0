// Has the conformance suite of the Model Context Protocol test /mcp of a running service.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request as requestTo } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { isObject } from '../../src/json.ts'

// Fetched on first use, with a Node.js that has what it imports. The first version that judges 2026-07-28.
const packages = ['node@22.23.3', '@modelcontextprotocol/conformance@0.2.0-alpha.12']

/**
 * The scenarios for what this server has, by revision. All others call tools, prompts and resources that only a server made for the suite
 * has, such as test_simple_text, or want capabilities that this server does not name.
 */
const scenarios: Record<string, string[]> = {
  '2025-11-25': ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'],
  '2026-07-28': ['server-stateless', 'tools-list', 'dns-rebinding-protection', 'http-header-validation'],
}

// The suite cannot carry out four checks of server-stateless with other tools than its own, and says so.
const untestable = /^Not testable: server does not list the diagnostic tool /

/**
 * Runs the suite's scenarios against the tools of a user, who sends this header: the suite itself sends no token.
 * @returns the number of checks that failed
 */
export async function testMcp(url: string, authorization: string): Promise<number> {
  const forwarder = createServer((asked, answer) => {
    const forwarded = requestTo(new URL(asked.url ?? '/', url), { method: asked.method, headers: { ...asked.headers, authorization } }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    forwarded.on('error', () => answer.destroy())
    asked.pipe(forwarded)
  }).listen(0, '127.0.0.1')
  await once(forwarder, 'listening')
  const { port } = forwarder.address() as AddressInfo // it listens on a port, not on a pipe
  let failures = 0
  try {
    for (const [revision, names] of Object.entries(scenarios)) {
      for (const name of names) failures += await failuresIn(name, revision, `http://127.0.0.1:${port}/mcp`)
    }
  } finally {
    forwarder.close()
    forwarder.closeAllConnections()
  }
  return failures
}

/** Runs a scenario and prints what it found. */
async function failuresIn(name: string, revision: string, url: string): Promise<number> {
  const command = ['conformance', 'server', '--url', url, '--scenario', name, '--spec-version', revision, '--verbose']
  const args = ['exec', '--yes', ...packages.map((each) => `--package=${each}`), '--', ...command]
  const child = spawn('npm', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
  const checks = checksIn(output)
  const passed = checks.filter(({ status }) => status === 'SUCCESS').length
  const failed = checks.filter(({ status, errorMessage }) => status === 'FAILURE' && !untestable.test(String(errorMessage)))
  console.log(`MCP ${revision} ${name}: ${passed} passed, ${failed.length} failed`)
  for (const { id, errorMessage } of failed) console.log(`  ${String(id)}: ${String(errorMessage)}`)
  if (checks.length > 0) return failed.length
  console.log(output)
  return 1
}

/** The checks in what the suite prints: lines for people, and then an array. */
function checksIn(output: string): Readonly<Record<string, unknown>>[] {
  const start = output.search(/^\[/m)
  const end = output.search(/^\]/m)
  if (start < 0 || end < start) return []
  const value: unknown = JSON.parse(output.slice(start, end + 1))
  return Array.isArray(value) ? value.filter(isObject) : []
}
