import { describe, expect, test } from 'vitest'
import { commands } from '../../src/commands/index.ts'
import { loadContract } from '../../src/contract/contract.ts'
import { guidePages } from '../../scripts/portal/pages/guides.ts'
import { problemPages } from '../../scripts/portal/pages/problems.ts'
import { testService } from '../support/service.ts'

const service = testService()
const guides = guidePages().map(([path]) => path)

/** Where the links of a page lead, within this host. */
const linksIn = (html: string): string[] => [...html.matchAll(/href="(\/[^"]*)"/g)].map(([, href = '']) => href)

describe('a guide', () => {
  test.each(guides)('200: %s, in colors of the reader, readable without scripts, and its links lead somewhere', async (path) => {
    const { text, headers } = await service.anyone.get(path).expect(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/)
    expect(text).toMatch(/<h1>[^<]+<\/h1>/)
    expect(text).toContain('<meta name="color-scheme" content="light dark">')
    // Its script only adds buttons, and names this server.
    expect([...text.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)).toEqual(path === '/docs/guides' ? [] : ['<script defer src="/docs/guide.js">'])
    // The files of the guides have other names than their pages.
    expect(text).not.toMatch(/href="[^"]*\.md[#"]/)
    for (const href of linksIn(text)) await service.anyone.get(href).expect(200)
  })

  test('200: with a trailing slash or a query, and HEAD', async () => {
    await service.anyone.get('/docs/guides/errors/').expect(200)
    await service.anyone.get('/docs/guides/errors?from=mail').expect(200)
    await service.anyone.head('/docs/guides').expect(200)
  })

  test.each(['/docs/guides/nothing', '/docs/guides/3-errors', '/docs/guides/errors.md', '/docs/guides/../guides/errors'])('404: %s', async (path) => {
    const { body } = await service.anyone.get(path).expect(404)
    expect(body.type).toBe('/docs/problems/not-found')
  })

  test('names only existing commands', async () => {
    for (const path of guides) {
      const { text } = await service.anyone.get(path).expect(200)
      const named = [...text.matchAll(/(?:<code>|npx )taskpact ([a-z][a-z-]*)/g)].map(([, name = '']) => name)
      expect(Object.keys(commands), path).toEqual(expect.arrayContaining(named))
    }
  })

  test('names only existing operations and problems', async () => {
    const paths = loadContract().operations.map(({ path }) => path.replace('{user_id}', 'me').replace('{id}', '1'))
    const ids = loadContract().operations.map(({ id }) => id as string)
    for (const path of guides) {
      const { text } = await service.anyone.get(path).expect(200)
      const spoken = [...text.matchAll(/(?:GET|POST|PATCH|PUT|DELETE) (\/api\/[^?<\s]+)/g)].map(([, spokenOf = '']) => spokenOf)
      expect(
        spoken.filter((each) => !paths.includes(each)),
        path,
      ).toEqual([])
      expect(
        [...text.matchAll(/operationId&quot;: &quot;(\w+)/g)].map(([, id = '']) => id).filter((id) => !ids.includes(id)),
        path,
      ).toEqual([])
    }
  })

  test('leads to the previous and the next one', async () => {
    const [, first = '', second = '', third = ''] = guides
    const { text } = await service.anyone.get(second).expect(200)
    expect(text).toContain(`<a href="${first}" rel="prev">`)
    expect(text).toContain(`<a href="${third}" rel="next">`)
  })

  test('the page of every problem leads to them', async () => {
    for (const [path] of problemPages()) expect(linksIn((await service.anyone.get(path).expect(200)).text)).toContain('/docs/guides')
  })
})

test('200: the guide for front ends of other backends names each other name that the contract has', async () => {
  const { text } = await service.anyone.get('/docs/guides/another-backend').expect(200)
  const { operations } = loadContract()
  // Those without the user's segment are described as a whole.
  const paths = operations.flatMap(({ alsoAt, path }) => alsoAt.filter((other) => other !== path.replace('/{user_id}', '')))
  expect(paths.length).toBeGreaterThan(3)
  const names = operations.flatMap(({ queryNames, bodyNames, pagedWithout }) => [...queryNames.keys(), ...bodyNames.keys(), ...pagedWithout.keys()])
  expect(names.length).toBeGreaterThan(8)
  expect([...new Set([...paths, ...names])].filter((name) => !text.includes(name))).toEqual([])
})

describe('what the guide on errors shows', () => {
  test('400: is what is answered', async () => {
    const { text } = await service.anyone.get('/docs/guides/errors').expect(200)
    const [, shown = ''] = /<code class="language-json">(.*?)<\/code>/s.exec(text) ?? []
    const { body } = await service.alice.post('/api/me/tasks', { title: 'x', completed: 'yes' }).expect(400)
    expect(
      JSON.parse(
        shown
          .replace(/<[^>]+>/g, '')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'"),
      ),
    ).toEqual(body)
  })
})
