import { describe, expect, test } from 'vitest'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { memberOf } from '../../src/json.ts'
import { loadContract } from '../../src/contract/contract.ts'
import { testService } from '../support/service.ts'

/** A header or query parameter in a Postman collection. */
type Entry = { key: string; disabled?: boolean }

const service = testService()
const { operations } = loadContract()

describe('the contract as OpenAPI 3.0', () => {
  test('200: is a valid document, with every operation', async () => {
    const { text, body } = await service.anyone.get('/docs/openapi-3.0.json').expect(200)
    expect(body.openapi).toBe('3.0.3')
    const problems = await lintFromString({ source: text, absoluteRef: 'openapi.json', config: await createConfig({ extends: ['spec'] }) })
    expect(problems.map(({ message, location }) => `${location[0]?.pointer ?? ''}: ${message}`)).toEqual([])
    for (const { id, path, method } of operations) expect(body.paths[path][method.toLowerCase()].operationId).toBe(id)
  })

  test('200: says what may be null, in the words of 3.0', async () => {
    const { body } = await service.anyone.get('/docs/openapi-3.0.json').expect(200)
    expect(body.components.schemas.TaskDescription).toMatchObject({ type: 'string', nullable: true })
    expect(JSON.stringify(body)).not.toMatch(/"type":\["|"const":|"\$ref":"[^"]*","/)
  })
})

describe('the Postman collection', () => {
  test('200: has every operation, with its optional parameters off', async () => {
    const { body } = await service.anyone.get('/docs/postman.json').expect(200)
    expect(body.info.schema).toBe('https://schema.getpostman.com/json/collection/v2.1.0/collection.json')
    const folders: { item: { request: { header: Entry[]; url: { query: Entry[] } } }[] }[] = body.item
    const requests = folders.flatMap(({ item }) => item)
    expect(requests).toHaveLength(operations.length)
    const entries = requests.flatMap(({ request }) => [...request.header, ...request.url.query])
    expect(entries.filter(({ disabled }) => disabled !== true).every(({ key }) => key === 'Content-Type')).toBe(true)
    expect(entries.filter(({ disabled }) => disabled).map(({ key }) => key)).toContain('due_from')
  })
})

describe('llms.txt', () => {
  test('200: names every guide, operation and download, and its links lead somewhere', async () => {
    const { text, headers } = await service.anyone.get('/llms.txt').expect(200)
    expect(headers['content-type']).toBe('text/plain; charset=utf-8')
    const links = [...text.matchAll(/\]\((\/[^)#]*)/g)].map(([, path = '']) => path)
    expect(links.filter((path) => path === '/docs')).toHaveLength(operations.length)
    for (const path of new Set(links)) await service.anyone.get(path).expect(200)
  })
})

describe('/', () => {
  test('303: a browser gets the documentation', async () => {
    const { headers } = await service.client({ Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }).get('/').expect(303)
    expect(headers['location']).toBe('/docs')
    expect(headers['vary']).toContain('Accept')
  })

  test.each(['*/*', 'application/json', ''])('404: a client that accepts "%s" does not', async (accept) => {
    const { body } = await service.client({ Accept: accept }).get('/').expect(404)
    expect(memberOf(body, 'type')).toBe('/docs/problems/not-found')
  })
})
