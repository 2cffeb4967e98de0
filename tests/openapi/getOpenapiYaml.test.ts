import { readFileSync } from 'node:fs'
import { describe, expect } from 'vitest'
import { testsOf } from '../support/operation-tests.ts'
import { testService } from '../support/service.ts'

const test = testsOf('getOpenapiYaml')
const service = testService()

describe('getOpenapiYaml', () => {
  test('200: openapi.yaml as it is written, comments and all', async () => {
    const answer = await fetch(`${service.url}/openapi.yaml`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/yaml; charset=utf-8')
    expect(await answer.text()).toBe(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8'))
  })

  test('400: a query that is no text', async () => {
    await service.anyone.get('/openapi.yaml?%ZZ').expect(400)
  })
})
