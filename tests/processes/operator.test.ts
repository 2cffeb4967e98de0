import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProgram } from '../../scripts/support/service.ts'
import type { Program } from '../../scripts/support/service.ts'
import { registerAs } from '../support/accounts.ts'
import { eventsIn } from '../support/operator.ts'
import { parentOfData } from '../support/postgres.ts'
import { program } from '../support/program.ts'
import { clientOf } from '../support/service.ts'
import { taskpact } from '../support/taskpact.ts'
import type { Run } from '../support/taskpact.ts'

let folder: string
let running: Program
beforeAll(async () => {
  folder = await mkdtemp(join(await parentOfData(), 'taskpact-operator-'))
  // PostgreSQL's account has to reach it.
  await chmod(folder, 0o755)
  running = await serve()
}, 120_000)
afterAll(async () => {
  await stop(running)
  await rm(folder, { recursive: true, force: true })
})

const environment = (): Record<string, string> => ({ DATA_DIR: join(folder, 'data'), BETTER_AUTH_SECRET: '' })
const serve = (): Promise<Program> => startProgram({ program, databaseUrl: '', environment: environment() })
const operate = (...args: string[]): Promise<Run> => taskpact(folder, args, environment())

async function stop({ child, exited }: Program): Promise<void> {
  child.kill('SIGTERM')
  await exited
}

test('the embedded database: users are looked after while the service runs, and while it does not', async () => {
  const carol = await registerAs('carol', clientOf(running.url, {}))
  const asCarol = () => clientOf(running.url, { Authorization: `Bearer ${carol.token}` })
  const disabled = await operate('user', 'disable', carol.email, '--yes')
  expect(disabled).toMatchObject({ status: 0, out: `Disabled user ${carol.id} (${carol.email})\n` })
  expect(eventsIn(disabled.err)).toMatchObject({ events: [{ level: 40, event: 'account-disabled', operation: 'operator.disable' }], others: [] })
  await asCarol().get('/api/me').expect(401)

  await stop(running)
  const enabled = await operate('user', 'enable', carol.email)
  expect(enabled).toMatchObject({ status: 0, out: `Enabled user ${carol.id} (${carol.email})\n` })
  expect(eventsIn(enabled.err)).toMatchObject({ events: [{ level: 40, event: 'account-enabled', operation: 'operator.enable' }], others: [] })
  running = await serve()
  await asCarol().get('/api/me').expect(200)

  await stop(running)
  const deleted = await operate('user', 'delete', carol.email, '--yes')
  expect(deleted).toMatchObject({ status: 0, out: `Deleted user ${carol.id} (${carol.email})\n` })
  expect(eventsIn(deleted.err)).toMatchObject({ events: [{ level: 40, event: 'account-deleted', operation: 'operator.delete' }], others: [] })
  running = await serve()
  await asCarol().get('/api/me').expect(401)
})

test('the embedded database: what the guide has you run every day', async () => {
  const guide = await readFile(new URL('../../src/docs/assets/guides/25-running-it.md', import.meta.url), 'utf8')
  const [, commands = ''] = /^## Every day\n+```sh\n(.*?)^```/ms.exec(guide) ?? []
  const npx = `npx() { shift; ${[process.execPath, ...program].map((part) => `'${part}'`).join(' ')} "$@"; }`
  // As in a shell, where the secret is not set rather than empty.
  const env: NodeJS.ProcessEnv = { ...process.env, ...environment() }
  delete env['BETTER_AUTH_SECRET']
  const out = execFileSync('bash', ['-c', `${npx}\n${commands}`], { cwd: folder, encoding: 'utf8', env })
  expect(out).toMatch(/^ok +isolation /m)
  expect(out).not.toMatch(/^fail /m)
  expect(out).toMatch(/^Wrote taskpact-\d{4}-\d\d-\d\d\.backup, \d+ bytes$/m)
})

test('a folder without a database: none is made', async () => {
  const { status, out, err } = await taskpact(folder, ['user', 'list'], { ...environment(), DATA_DIR: join(folder, 'nothing') })
  expect({ status, out }).toEqual({ status: 1, out: '' })
  expect(err).toMatch(/^[^\n]+\n$/)
})

test('the embedded database: the doctor looks at it while the service runs, and while it does not', async () => {
  const examined = async (): Promise<unknown> => {
    const { status, out } = await operate('doctor', '--json')
    expect(status).not.toBe(2)
    const { findings } = JSON.parse(out) as { findings: { check: string; level: string }[] }
    return findings.filter(({ level }) => level === 'ok').map(({ check }) => check)
  }
  const checks = ['postgresql', 'role', 'timeouts', 'clock', 'pooler', 'migrations', 'schema', 'isolation', 'mails', 'webhooks']
  expect(await examined()).toEqual(expect.arrayContaining(checks))
  await stop(running)
  expect(await examined()).toEqual(expect.arrayContaining(checks))
  running = await serve()
})
