// Has Schemathesis test the built service against openapi.yaml, all operations, phases and checks, and MCP's own suite test its tools.
import { spawn } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jwt from 'jsonwebtoken'
import { testMcp } from './conformance/mcp.ts'
import { register } from './support/accounts.ts'
import { runProgram } from './support/program.ts'
import { root, startService } from './support/service.ts'
import { virtualEnvironment } from './support/virtual-environment.ts'

const usage = `npm run conformance -- [--seed <number>] [--max-examples <number>] [--mcp]

Has Schemathesis test the built service against openapi.yaml: every operation, phase and check. Before that, the conformance suite
of the Model Context Protocol tests /mcp. Needs Python 3.11, and the network on first use.

  --seed <number>          for another run (1)
  --max-examples <number>  for each operation (150)
  --mcp                    only the suite of the Model Context Protocol`

const options = {
  'seed': { type: 'string', default: '1' },
  'max-examples': { type: 'string', default: '150' },
  'mcp': { type: 'boolean', default: false },
} as const
const inConformance = (file: string): string => join(root, 'scripts/conformance', file)

/** A front end's token. */
const tokenOf = (subject: string, secret: string): string => jwt.sign({ name: subject }, createSecretKey(secret, 'utf8'), { subject, expiresIn: '2h' })

/** Alice, whose front end signs her tokens, and Bob, who registers here: as a Web Fuzzing Commons document. */
async function users(url: string, secret: string): Promise<string> {
  const user = (name: string, value: string) => ({ name, fixedHeaders: [{ name: 'Authorization', value }] })
  return JSON.stringify({ auth: [user('alice', `Bearer ${tokenOf('alice', secret)}`), user('bob', (await register(url, 'bob')).Authorization)] })
}

/** Runs Schemathesis to its end; a signal ends it early. @returns its exit status */
async function schemathesis(command: string, args: string[], folder: string): Promise<number> {
  const child = spawn(command, args, {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CONFORMANCE_HOOKS: inConformance('hooks.py'), CONFORMANCE_USERS: join(folder, 'users.json') },
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void child.kill('SIGTERM'))
  const [status] = (await once(child, 'exit')) as [number | null] // null if a signal ended it
  return status ?? 1
}

await runProgram({ usage, options }, async ({ seed, 'max-examples': examples, mcp }) => {
  const environment = mcp ? null : await virtualEnvironment('taskpact-conformance', inConformance('requirements.txt'))
  const folder = await mkdtemp(join(tmpdir(), 'taskpact-conformance-'))
  const secret = randomBytes(32).toString('base64url')
  try {
    const service = await startService(folder, { BETTER_AUTH_SECRET: secret })
    try {
      const failures = await testMcp(service.url, `Bearer ${tokenOf('mcp', secret)}`)
      if (environment === null || failures > 0) return failures > 0 ? 1 : 0
      await writeFile(join(folder, 'users.json'), await users(service.url, secret), { mode: 0o600 })
      const args = ['--config-file', inConformance('schemathesis.toml'), 'run', join(root, 'openapi.yaml')]
      args.push('--url', service.url, '--checks', 'all', '--phases', 'examples,coverage,fuzzing,stateful', '--generation-database', 'none')
      args.push('--continue-on-failure', '--seed', seed, '--max-examples', examples)
      return await schemathesis(join(environment, 'schemathesis'), args, folder)
    } finally {
      await service.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
