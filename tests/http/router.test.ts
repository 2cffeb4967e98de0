import { Session } from 'node:inspector/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadContract } from '../../src/contract/contract.ts'
import type { OperationFacts } from '../../src/contract/contract.ts'
import type { Router } from '../../src/http/router.ts'

const { operations } = loadContract()

// A hundred before and behind those that there are, at every depth.
const parents = ['', '/api', '/api/{user_id}', '/api/{user_id}/tasks', '/api/{user_id}/tasks/{id}']
const paths = parents.flatMap((parent) => Array.from({ length: 20 }, (_, index) => `${parent}/more${index}`))
const more: OperationFacts[] = paths.flatMap((path) => operations.slice(0, 1).map((operation) => ({ ...operation, path, alsoAt: [] })))

const session = new Session()
let routers: { small: Router; large: Router }

beforeAll(async () => {
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  // V8 counts the blocks of what it compiles from now on, and another test may have had this compiled.
  const anew = '../../src/http/router.ts?counted'
  const { createRouter } = (await import(/* @vite-ignore */ anew)) as typeof import('../../src/http/router.ts') // which it is
  routers = { small: createRouter(operations), large: createRouter([...more.slice(50), ...operations, ...more.slice(0, 50)]) }
})
afterAll(async () => {
  await session.post('Profiler.stopPreciseCoverage')
  session.disconnect()
})

function find(router: Router, method: string, path: string): void {
  try {
    router.find(method, path.slice(1).split('/'))
  } catch {
    // There is nothing, or another method: that has to be found out as well.
  }
}

/** The steps that finding an operation takes: how often each block of the router's source is run, as V8 counts it. */
async function stepsOf(router: Router, method: string, path: string): Promise<Record<string, number>> {
  // Where a function is called for the first time, not all of it is counted.
  find(router, method, path)
  await session.post('Profiler.takePreciseCoverage')
  find(router, method, path)
  const { result } = await session.post('Profiler.takePreciseCoverage')
  const blocks = result.filter(({ url }) => url.includes('/src/http/router.ts')).flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
  return Object.fromEntries(blocks.map(({ startOffset, endOffset, count }) => [`${startOffset}-${endOffset}`, count]))
}

describe('among a hundred more operations, finding one takes the very same steps', () => {
  const found = operations.map(({ method, path }): [string, string] => [method, path])

  test.each([...found, ['GET', '/nowhere'], ['GET', '/api/me/tasks/1/nowhere'], ['DELETE', '/api/me/tasks']])('%s %s', async (method, path) => {
    const steps = await stepsOf(routers.small, method, path)
    // One that was passed over shows that blocks are counted, and not functions alone.
    expect(Object.values(steps)).toContain(0)
    expect(await stepsOf(routers.large, method, path)).toEqual(steps)
  })
})
