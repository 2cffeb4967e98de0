// What changed from one version of the contract to the next, as the changelog at /docs/changes tells it.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadContract } from '../../src/contract/contract.ts'
import { changelogOf } from '../../scripts/contract/changelog.ts'
import { changesPath, contractChanges } from '../../scripts/generate/changes.ts'
import { contract, contractWith } from '../support/contract.ts'
import { testService } from '../support/service.ts'

const service = testService()
const stats = 'operationId: getStats'
const oldStats = contractWith('/api/{user_id}/stats:', '/api/{user_id}/stats:', '/api/{user_id}/old:')

/** What the changelog tells of a version, by its headings. */
function sectionOf(changelog: string, version: string): Record<string, string[]> {
  const section = changelog.split(/^## /m).find((each) => each.startsWith(`${version}\n`)) ?? ''
  const parts = section
    .split(/^### /m)
    .slice(1)
    .map((part) =>
      part
        .trim()
        .split('\n')
        .filter((line) => line !== ''),
    )
  return Object.fromEntries(parts.map(([title = '', ...lines]) => [title, lines]))
}

const changesTo = async (...values: Parameters<typeof contractWith>) =>
  sectionOf(await changelogOf([{ version: '0.1.0', contract }], contractWith(...values)), 'Unreleased')

describe('what changed is told, with its operations', () => {
  test.each([
    [
      'a new optional parameter',
      stats,
      'parameters:\n',
      'parameters:\n        - { name: by, in: query, schema: { type: string } }\n',
      { Added: ['- query parameter `by` (`getStats`)'] },
    ],
    ['a new value', '    TaskSort:\n', 'enum: [created_at, ', 'enum: [created_at, completed, ', { Added: ['- `TaskSort`, value `completed` (`listTasks`)'] }],
    [
      'a new field of a body',
      '    TagUpdate:\n',
      '      properties:\n',
      '      properties:\n        icon: { type: string }\n',
      { Added: ['- `TagUpdate`, field `icon` (`updateTag`)'] },
    ],
    [
      'a new field deep inside of an answer',
      '    DayCount:\n',
      '      properties:\n',
      '      properties:\n        skipped: { type: integer }\n',
      { Added: ['- `DayCount`, field `skipped` (`getStats`)'] },
    ],
    [
      'another answer',
      stats,
      "        '400':",
      "        '404': { $ref: '#/components/responses/NotFound' }\n        '400':",
      { Added: ['- response 404 (`getStats`)'] },
    ],
    [
      'another header of an answer',
      stats,
      '          content:',
      '          headers: { X-Day: { schema: { type: string } } }\n          content:',
      { Added: ['- response 200, headers: X-Day (`getStats`)'] },
    ],
    [
      'another bound',
      '    Search:\n',
      'maxLength: 200',
      'maxLength: 400',
      { Changed: ['- query parameter `search`: `maxLength` `200` → `400` (`listTasks`)'] },
    ],
    [
      'what is no longer asked for',
      '    TagId:\n',
      'required: true',
      'required: false',
      { Changed: ['- path parameter `id`: `required` `true` → `false` (`deleteTag`, `updateTag`)'] },
    ],
    [
      'a deprecation',
      stats,
      '      tags:',
      "      deprecated: true\n      x-sunset-on: '2028-01-01'\n      tags:",
      { Deprecated: ['- `GET /api/{user_id}/stats`: until 2028-01-01 (`getStats`)'] },
    ],
    [
      'a field that is deprecated',
      '    TagUpdate:\n',
      "'#/components/schemas/Color' }",
      "'#/components/schemas/Color', deprecated: true }",
      { Deprecated: ['- `TagUpdate`, field `color` (`updateTag`)'] },
    ],
    ['no change but of words', '', 'summary: Create a task', 'summary: Add a task', {}],
  ])('%s', async (_, behind, old, current, told) => {
    expect(await changesTo(behind, old, current)).toEqual(told)
  })

  test('an operation that is new and one that is gone, which breaks what was valid', async () => {
    expect(sectionOf(await changelogOf([{ version: '0.1.0', contract: oldStats }], contract), 'Unreleased')).toEqual({
      Breaking: ['- /api/{user_id}/stats: Path `/api/{user_id}/old` was renamed to `/api/{user_id}/stats`. (#/paths/~1api~1{user_id}~1stats)'],
      Added: ['- `GET /api/{user_id}/stats`: Count tasks (`getStats`)'],
      Removed: ['- `GET /api/{user_id}/old` (`getStats`)'],
    })
  })

  test('once for all the places that share a schema', async () => {
    const { Changed = [] } = await changesTo('    TagName:\n', 'maxLength: 50', 'maxLength: 60')
    expect(Changed).toEqual([expect.stringMatching(/^- `TagName`: `maxLength` `50` → `60` \(`listTasks`, `createTask`, .*`updateTag`/)])
  })
})

describe('the versions', () => {
  test('without a release: the first one, with all its operations', async () => {
    const changelog = await changelogOf([], contract)
    expect(changelog).toContain('## 0.1.0\n\nThe first version.\n')
    expect(sectionOf(changelog, '0.1.0')['Added']).toHaveLength(loadContract().operations.length)
  })

  test('newest first; unreleased changes are under their own version, or under none while that is the last one', async () => {
    const releases = [
      { version: '0.0.9', contract: oldStats },
      { version: '0.1.0', contract },
      { version: '0.1.1', contract },
    ]
    const headings = (text: string) => text.match(/^## .*$/gm)
    expect(headings(await changelogOf(releases, contract))).toEqual(['## 0.1.0', '## 0.0.9'])
    expect(headings(await changelogOf(releases, oldStats))).toEqual(['## Unreleased', '## 0.1.0', '## 0.0.9'])
    expect(headings(await changelogOf(releases.slice(0, 1), contract))).toEqual(['## 0.1.0', '## 0.0.9'])
  })
})

describe('in a repository', () => {
  // As small as a contract can be: what it says is of no matter here.
  const contractOf = (version: string, maxLength = 200): string => `
openapi: 3.1.0
info: { title: Things, version: ${version} }
paths:
  /things:
    get:
      operationId: listThings
      summary: List things
      parameters: [{ name: search, in: query, schema: { type: string, maxLength: ${maxLength} } }]
      responses: { '200': { description: All of them } }
`
  const folder = mkdtempSync(join(tmpdir(), 'taskpact-releases-'))
  const [full, shallow] = [join(folder, 'full'), join(folder, 'shallow')]
  const changesIn = (path: string) => contractChanges(pathToFileURL(`${path}/`))

  function git(cwd: string, ...values: string[]): void {
    const { status, stderr } = spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...values], { cwd, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }

  async function commit(text: string, tag?: string): Promise<void> {
    writeFileSync(join(full, 'openapi.yaml'), text)
    writeFileSync(join(full, changesPath), await changesIn(full))
    git(full, 'add', '.')
    git(full, 'commit', '--quiet', '--allow-empty', '--message', 'The contract')
    if (tag !== undefined) git(full, 'tag', tag)
  }

  beforeAll(async () => {
    mkdirSync(join(full, 'src/docs/assets'), { recursive: true })
    git(full, 'init', '--quiet')
    await commit(contractOf('0.1.0'), 'v0.1.0')
    await commit(contractOf('0.2.0', 400))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('a version is told of before it is tagged, and as well after', async () => {
    const before = readFileSync(join(full, changesPath), 'utf8')
    expect(before.match(/^## .*$/gm)).toEqual(['## 0.2.0', '## 0.1.0'])
    git(full, 'tag', 'v0.2.0')
    expect(await changesIn(full)).toBe(before)
  })

  test('a clone that lacks the tags leaves what is written', async () => {
    git(folder, 'clone', '--quiet', '--depth', '1', '--no-tags', pathToFileURL(full).href, shallow)
    expect(await changesIn(shallow)).toBe(readFileSync(join(full, changesPath), 'utf8'))
    writeFileSync(join(shallow, 'openapi.yaml'), contractOf('0.3.0'))
    expect(await changesIn(shallow)).toBe(readFileSync(join(full, changesPath), 'utf8'))
  })

  test('without a repository, the first version is told of', async () => {
    const bare = join(folder, 'bare')
    cpSync(join(full, 'openapi.yaml'), join(bare, 'openapi.yaml'))
    expect(await changesIn(bare)).toContain('## 0.2.0\n\nThe first version.')
  })
})

describe('the page', () => {
  test('200: lists every operation, and the other pages and the reference link to it', async () => {
    const { text } = await service.anyone.get('/docs/changes').expect(200)
    expect(text).toContain('<h1>Changes of the contract</h1>')
    expect(text).toContain('<meta name="color-scheme" content="light dark">')
    for (const { id } of loadContract().operations) expect(text).toContain(`<code>${id}</code>`)
    expect((await service.anyone.get('/docs/guides').expect(200)).text).toContain('href="/docs/changes"')
    expect((await service.anyone.get('/docs/openapi.json').expect(200)).body.info.description).toContain('(/docs/changes)')
  })
})
