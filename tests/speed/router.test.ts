import { Session } from 'node:inspector/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadContract } from '../../src/contract.ts'
import type { OperationFacts } from '../../src/contract.ts'
import { createRouter } from '../../src/router.ts'
import type { Router } from '../../src/router.ts'

const { operations } = loadContract()

// A hundred before and behind those that there are, at every depth.
const parents = ['', '/api', '/api/{user_id}', '/api/{user_id}/tasks', '/api/{user_id}/tasks/{id}']
const paths = parents.flatMap((parent) => Array.from({ length: 20 }, (_, index) => `${parent}/more${index}`))
const more: OperationFacts[] = paths.flatMap((path) => operations.slice(0, 1).map((operation) => ({ ...operation, path })))

const [few, many] = [createRouter(operations), createRouter([...more.slice(50), ...operations, ...more.slice(0, 50)])]

const session = new Session()
beforeAll(async () => {
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
})
afterAll(async () => {
  await session.post('Profiler.stopPreciseCoverage')
  session.disconnect()
})

/** The steps that finding an operation takes: how often each block of the router's source is run, as V8 counts it. */
async function stepsOf(router: Router, method: string, path: string): Promise<Record<string, number>> {
  await session.post('Profiler.takePreciseCoverage')
  try {
    router.find(method, path.slice(1).split('/'))
  } catch {
    // There is nothing, or another method: that has to be found out as well.
  }
  const { result } = await session.post('Profiler.takePreciseCoverage')
  const blocks = result
    .filter(({ url }) => url.endsWith('/src/router.ts'))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
  return Object.fromEntries(blocks.map(({ startOffset, endOffset, count }) => [`${startOffset}-${endOffset}`, count]))
}

describe('among a hundred more operations, finding one takes the very same steps', () => {
  const found = operations.map(({ method, path }): [string, string] => [method, path])

  test.each([...found, ['GET', '/nowhere'], ['GET', '/api/me/tasks/1/nowhere'], ['DELETE', '/api/me/tasks']])('%s %s', async (method, path) => {
    const steps = await stepsOf(few, method, path)
    expect(steps, 'nothing was counted').not.toEqual({})
    expect(await stepsOf(many, method, path)).toEqual(steps)
  })
})
