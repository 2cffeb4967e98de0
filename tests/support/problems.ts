import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, afterEach, expect } from 'vitest'
import { loadContract } from '../../src/contract/contract.ts'
import type { ProblemDocument, ProblemKind } from '../../src/problem.ts'
import type { TestService } from './service.ts'

/** An answer, however it was asked for. */
export type Answer = { status: number; headers: Partial<Record<string, string>>; body: string }

const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'uri-reference': isUriReference } })
ajv.addSchema(loadContract().document, 'contract')
const isProblem = ajv.compile<ProblemDocument>({ $ref: 'contract#/components/schemas/Problem' })

/** Checks that an answer is a problem document as the contract has it, and of this kind. */
export function expectProblem(answer: Answer, status: number, kind: ProblemKind): ProblemDocument {
  const problem = expectAnyProblem(answer)
  expect({ status: answer.status, type: problem.type, detail: problem.detail }).toEqual({ status, type: `/docs/problems/${kind}`, detail: problem.detail })
  return problem
}

/** The same for the most frequent one: what was asked is not what the contract says. */
export const expectInvalid = (answer: Answer): ProblemDocument => expectProblem(answer, 400, 'invalid-request')

/** Checks that an answer is a problem document as the contract has it, with the headers that its status asks for. */
export function expectAnyProblem({ status, headers, body }: Answer): ProblemDocument {
  expect({ status, body, type: headers['content-type'] }).toMatchObject({ type: 'application/problem+json' })
  const problem: unknown = JSON.parse(body)
  if (!isProblem(problem)) throw new Error(`not a problem document: ${ajv.errorsText(isProblem.errors)}: ${body.slice(0, 1000)}`)
  expect(problem).toMatchObject({ status, message: problem.detail })
  expect(problem.instance).toMatch(/^\/(?!\/)/)
  expect(problem.detail).not.toBe('')
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  })
  expect(headers).not.toHaveProperty('x-powered-by')
  // Neither a stack nor the name of a module.
  expect(body).not.toMatch(/\\n *at |node_modules|file:\/\/|node:internal/)
  if (status === 401) expect(headers['www-authenticate']).toMatch(/^Bearer /)
  if (status === 405) expect(headers['allow']).toMatch(/^[A-Z]+(, [A-Z]+)*$/)
  if (status === 429 || status === 503) expect(headers['retry-after']).toMatch(/^\d+$/)
  return problem
}

/** Checks after each test that the service has not blamed itself for anything it was asked, and after all that it is up. */
export function staysUp(service: TestService): void {
  let seen = 0
  afterEach(() => {
    const fresh = service.log.slice(seen)
    seen = service.log.length
    expect(fresh.filter(({ level }) => Number(level) >= 50)).toEqual([])
  })
  afterAll(() => service.alice.get('/api/me').expect(200))
}

/** RFC 3986 section 4.1, for what starts with a path. */
function isUriReference(text: string): boolean {
  return /^(?:[\w\-.~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/.test(text)
}
