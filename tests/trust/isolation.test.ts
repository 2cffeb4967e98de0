import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as sql from '../../src/generated/sql.ts'
import { createBreaches, matrix, withoutRowSecurity } from '../support/isolation.ts'
import { start } from '../support/service.ts'
import type { TestService } from '../support/service.ts'

/** The condition that a row is the caller's, as statements state it. */
const ownerPredicate = /(?:\w+\.)?(?:user_id|id) (?:=|is not distinct from) \$1\b/g

// True for everyone, and yet it names the parameter, which is sent all the same.
const anyone = '($1::bigint is null or true)'

/** Takes the owner predicate out of every statement. @returns what puts it back */
function withoutPredicates(): () => void {
  const statements = Object.values(sql)
  const texts = statements.map(({ text }) => text)
  // Elsewhere the first parameter is another one.
  for (const statement of statements.filter(({ owned }) => owned)) {
    Object.assign(statement, { text: statement.text.replace(ownerPredicate, () => anyone) })
  }
  return () => statements.forEach((statement, index) => Object.assign(statement, { text: texts[index] }))
}

/** A service for the tests of a block; what keeps users apart is taken away once it has looked whether that is there. */
function serviceWith(mechanisms: { predicates: boolean; rowSecurity: boolean }): () => TestService {
  let service: TestService
  let putBack = (): void => undefined
  beforeAll(async () => {
    if (!mechanisms.predicates) putBack = withoutPredicates()
    service = await start()
    if (!mechanisms.rowSecurity) await withoutRowSecurity(service.database)
  })
  afterAll(async () => {
    putBack()
    await service.running.stop(true)
    await service.database.drop()
  })
  return () => service
}

describe("403, 404 or no effect: another user's id, anywhere in a request", { timeout: 60_000 }, () => {
  describe.each([
    ['as the service is', { predicates: true, rowSecurity: true }],
    ['with row-level security alone, the owner taken out of every statement', { predicates: false, rowSecurity: true }],
    ["with the statements' owner alone, row-level security switched off", { predicates: true, rowSecurity: false }],
  ])('%s', (_, mechanisms) => {
    const breaches = createBreaches(serviceWith(mechanisms))

    test.each(matrix)('%s', async (_, attacks) => {
      expect(await breaches(attacks)).toEqual([])
    })
  })

  describe('with neither', () => {
    const breaches = createBreaches(serviceWith({ predicates: false, rowSecurity: false }))

    const secured = matrix.filter(([, attacks]) => attacks.some(({ operation }) => operation.secured))

    test.each(secured)('the matrix sees what %s lets through', async (_, attacks) => {
      expect(await breaches(attacks)).not.toEqual([])
    })
  })

  test('every statement that asks for the owner asks in a way that can be taken out', () => {
    const putBack = withoutPredicates()
    const left = Object.values(sql).filter(({ owned, text }) => owned && /where[^]*\$1\b/.test(text.replaceAll(anyone, 'true')))
    putBack()
    expect(left.map(({ name }) => name)).toEqual([])
  })
})
