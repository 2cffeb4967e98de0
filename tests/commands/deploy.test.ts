import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { configOf } from '../../src/config/read.ts'
import { createDatabase } from '../support/database.ts'
import { program } from '../support/program.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

describe('what is deployed with .docker and .systemd', () => {
  test('the image is built from files that exist, and that the ignore file admits', () => {
    const copied = [...read('.docker/Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) => files.split(' '))
    const letIn = read('.docker/Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    expect(copied.filter((file) => !existsSync(new URL(file, root)))).toEqual([])
    expect(copied.toSorted()).toEqual(letIn.toSorted())
  })

  test('the image has a Node that the package runs on', () => {
    const [, major = ''] = /^FROM node:(\d+)-/m.exec(read('.docker/Dockerfile')) ?? []
    const [, least = ''] = /"node": ">=(\d+)/.exec(read('package.json')) ?? []
    expect(Number(major)).toBeGreaterThanOrEqual(Number(least))
  })

  test('the settings of compose.yaml are ones that the service takes', () => {
    const environment: Record<string, string> = parse(read('.docker/compose.yaml')).services.taskpact.environment
    const ofMail = { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'tasks@example.com', APP_URL: 'https://app.example.com' }
    const given = {
      CORS_ORIGINS: 'http://localhost:3000',
      EVENTS_URL: 'nats://nats.example.com',
      ...ofMail,
      BETTER_AUTH_SECRET: 'thirty-two bytes or more, for a test',
    }
    const { databaseUrl, corsOrigins, mail } = configOf({ ...environment, ...given })
    expect(mail).toMatchObject({ smtp: { host: 'mail.example.com' }, from: { address: 'tasks@example.com' }, appUrl: 'https://app.example.com' })
    expect(databaseUrl).toBe('postgresql://taskpact@database/taskpact')
    expect(corsOrigins).toEqual(['http://localhost:3000'])
    const known = read('README.md')
    expect(Object.keys(environment).filter((name) => !known.includes(`| \`${name}\` `))).toEqual([])
  })

  test('the service has a password of its own, and not that of the superuser', () => {
    const {
      services: { database, taskpact },
      secrets,
    } = parse(read('.docker/compose.yaml'))
    expect(taskpact.secrets).toEqual(['service-password'])
    expect(database.secrets).toEqual(['superuser-password', 'service-password'])
    expect(database.environment.POSTGRES_PASSWORD_FILE).toBe('/run/secrets/superuser-password')
    expect(secrets['service-password'].file).not.toBe(secrets['superuser-password'].file)
    expect(read('.docker/database.sh')).toContain('$(cat /run/secrets/service-password)')
    expect(JSON.stringify(taskpact.command)).toContain('PGPASSWORD')
    expect(read('.docker/compose.yaml')).not.toContain('POSTGRES_PASSWORD:')
  })

  test('a password of any characters reaches the database, as it is not part of the URL', { timeout: 60_000 }, async () => {
    const database = await createDatabase('nothing')
    const [role, password] = [`composed_${randomUUID().replaceAll('-', '')}`, `a/b+c@d:e%f#g"h$i'`]
    const folder = await mkdtemp(join(tmpdir(), 'taskpact-deploy-'))
    try {
      await database.superuser(`create role ${role} login createrole password '${password.replace("'", "''")}'; grant create on schema public to ${role};
        alter database ${new URL(database.url).pathname.slice(1)} owner to ${role};
        grant taskpact_runtime, taskpact_authentication, taskpact_maintenance, taskpact_finder, taskpact_recorder to ${role} with admin option`)
      const url = new URL(database.url)
      Object.assign(url, { username: role, password: '' })
      const { command } = parse(read('.docker/compose.yaml')).services.taskpact
      const file = join(folder, 'password')
      await writeFile(file, `${password}\n`)
      const [shell, flag, line]: string[] = command
      const migrates = (line ?? '')
        .replaceAll('$$', '$')
        .replace('/run/secrets/service-password', file)
        .replace(/exec node .*/, `exec '${process.execPath}' '${program.join("' '")}' migrate`)
      const env = { PATH: process.env['PATH'] ?? '', BETTER_AUTH_SECRET: 'thirty-two bytes or more, for a test', DATABASE_URL: url.href }
      const { stdout } = await promisify(execFile)(shell ?? '', [flag ?? '', migrates], { env, cwd: tmpdir() })
      expect(stdout).toMatch(/^Applied 0001_/)
    } finally {
      await database.superuser(`reassign owned by ${role} to current_user; drop owned by ${role}; drop role ${role}`)
      await database.drop()
      await rm(folder, { recursive: true })
    }
  })

  test('its stop timeout is longer than a stop takes', () => {
    expect(parse(read('.docker/compose.yaml')).services.taskpact.stop_grace_period).toBe('30s')
    expect(read('.systemd/taskpact.service')).toMatch(/^TimeoutStopSec=30$/m)
  })
})
