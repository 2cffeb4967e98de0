import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { configOf } from '../../src/config.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

describe('what is deployed with scripts/deploy', () => {
  test('the image is built from files that there are, and that are let into it', () => {
    const copied = [...read('scripts/deploy/Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) => files.split(' '))
    const letIn = read('scripts/deploy/Dockerfile.dockerignore').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1))
    expect(copied.filter((file) => !existsSync(new URL(file, root)))).toEqual([])
    expect(copied.toSorted()).toEqual(letIn.toSorted())
  })

  test('the image has a Node that the package runs on', () => {
    const [, major = ''] = /^FROM node:(\d+)-/m.exec(read('scripts/deploy/Dockerfile')) ?? []
    const [, least = ''] = /"node": ">=(\d+)/.exec(read('package.json')) ?? []
    expect(Number(major)).toBeGreaterThanOrEqual(Number(least))
  })

  test('the settings of compose.yaml are ones that the service takes', () => {
    const environment: Record<string, string> = parse(read('scripts/deploy/compose.yaml')).services.taskpact.environment
    const given = { DATABASE_URL: environment['DATABASE_URL']?.replace(/\$\{[^}]+\}/, 'x'), CORS_ORIGINS: 'http://localhost:3000' }
    const { databaseUrl, corsOrigins } = configOf({ ...environment, ...given, BETTER_AUTH_SECRET: 'thirty-two bytes or more, for a test' })
    expect(databaseUrl).toBe('postgresql://taskpact:x@database/taskpact')
    expect(corsOrigins).toEqual(['http://localhost:3000'])
    const known = read('README.md')
    expect(Object.keys(environment).filter((name) => !known.includes(`| \`${name}\` |`))).toEqual([])
  })

  test('whoever stops it waits for longer than it takes', () => {
    expect(parse(read('scripts/deploy/compose.yaml')).services.taskpact.stop_grace_period).toBe('30s')
    expect(read('scripts/deploy/taskpact.service')).toMatch(/^TimeoutStopSec=30$/m)
  })
})
