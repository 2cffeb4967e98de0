import { describe, expect, test } from 'vitest'
import { untestedStatuses } from '../support/operation-tests.ts'
import type { TestOf } from '../support/operation-tests.ts'

describe('a declared status without a test', () => {
  test('is named', () => {
    expect(untestedStatuses('getTask', ['200: the task', '400: no id'])).toEqual([404])
  })

  test('is not needed if every operation has the test in common', () => {
    expect(untestedStatuses('getTask', ['200: the task', '400: no id', '404: nothing'])).toEqual([])
  })
})

/** Never called: it fails to compile where one of these titles is allowed. */
export function refusedTitles(ofGetTask: TestOf<'getTask'>): void {
  // @ts-expect-error getTask declares no 201
  ofGetTask('201: a status that is not declared', () => undefined)
  // @ts-expect-error a title starts with a status
  ofGetTask('no status', () => undefined)
  // @ts-expect-error likewise with a table
  ofGetTask.each([1])('201: %i', () => undefined)
}
