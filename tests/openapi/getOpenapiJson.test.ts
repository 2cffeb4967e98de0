import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { parse } from 'yaml'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'

const test = testsOf('getOpenapiJson')
const service = testService()

describe('getOpenapiJson', () => {
  test('200: openapi.yaml as JSON', async () => {
    const { body, headers } = await service.anyone.get('/openapi.json').expect(200)
    expect(headers['content-type']).toBe('application/json')
    expect(body).toEqual(parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')))
  })

  test('200: the same document as the YAML', async () => {
    const { body } = await service.anyone.get('/openapi.json').expect(200)
    const yaml = await fetch(`${service.url}/openapi.yaml`)
    expect(parse(await yaml.text())).toEqual(body)
  })

  test('400: a query that is no text', async () => {
    await service.anyone.get('/openapi.json?%ZZ').expect(400)
  })
})
