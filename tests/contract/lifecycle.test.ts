import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadContract, operationsOf, requireOwn } from '../../src/contract/contract.ts'
import type { ContractDocument } from '../../src/contract/contract.ts'
import { contractDigest } from '../../src/generated/operation-ids.ts'
import { testService } from '../support/service.ts'

const text = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')
const { version } = parse(text).info

describe('every answer says which version of the contract it keeps to', () => {
  const service = testService()

  test.each(['/api/me/tasks', '/api/2/tasks', '/api/me/tasks/999999', '/nowhere', '/docs', '/openapi.json', '/health/live', '/%ZZ'])('%s', async (path) => {
    const { headers } = await service.alice.get(path)
    expect(headers['api-version']).toBe(version)
  })
})

describe('a service is started with the contract that it was generated from', () => {
  test('and with no other', () => {
    const contract = loadContract()
    expect(() => requireOwn(contract, contractDigest)).not.toThrow()
    expect(() => requireOwn({ ...contract, text: `${text}\n` }, contractDigest)).toThrow(
      'openapi.yaml is not the contract that src/generated was made from. Run "npm run generate", then build again.',
    )
  })
})

describe('a deprecated operation', () => {
  const withDays = (days: string): ContractDocument => parse(text.replace('operationId: getStats\n', `operationId: getStats\n      deprecated: true\n${days}`))
  const statsOf = (document: ContractDocument) => operationsOf(document).find(({ id }) => id === 'getStats')

  test('says since when, and until when it will be there', () => {
    const { deprecation } = statsOf(withDays("      x-deprecated-on: '2026-11-21'\n      x-sunset-on: '2027-12-01'\n")) ?? {}
    expect(deprecation).toEqual({ Deprecation: '@1795219200', Sunset: 'Wed, 01 Dec 2027 00:00:00 GMT' })
  })

  test('needs both dates', () => {
    expect(() => statsOf(withDays(''))).toThrow('openapi.yaml: getStats is deprecated: add x-deprecated-on and x-sunset-on')
  })
})
