import { expect, test } from 'vitest'
import type { operations } from '../../src/generated/contract.ts'
import type { OperationId } from '../../src/generated/operation-ids.ts'
import { commonStatuses } from './common-statuses.ts'
import { operationOf } from './valid-request.ts'

type Status<Id extends OperationId> = keyof operations[Id]['responses'] & number

/** A test's title: the status that the client sees, which the operation declares, and what the test shows. */
type Title<Id extends OperationId> = `${Status<Id>}: ${string}`

type Body<Values extends readonly unknown[]> = (...values: Values) => unknown
type Run<Id extends OperationId, Values extends readonly unknown[]> = (title: Title<Id>, body: Body<Values>, timeout?: number) => void

/** Vitest's `test`, for the tests of one operation. */
export type TestOf<Id extends OperationId> = Run<Id, []> & {
  each: (<Case extends readonly unknown[] | [unknown]>(cases: readonly Case[]) => Run<Id, Case>) & (<Case>(cases: readonly Case[]) => Run<Id, [Case]>)
}

/**
 * Gives the tests of an operation their `test`: a title that starts with a status that the operation does not declare is an
 * error of the compiler, and a declared status without a test fails. Statuses that come about in the same way for every
 * operation are tested by tests/shared/every-operation.test.ts.
 */
export function testsOf<Id extends OperationId>(id: Id): TestOf<Id> {
  const titles: string[] = []
  const noted =
    <Rest extends unknown[]>(run: (title: string, ...rest: Rest) => void) =>
    (title: string, ...rest: Rest): void => {
      titles.push(title)
      run(title, ...rest)
    }
  test(`${id}: each declared status has a test`, () => {
    const untested = untestedStatuses(id, titles)
    const repair = `Nothing tests these answers of ${id}. Add a test whose title starts with the status, such as test('${untested[0]}: …').`
    expect(untested, repair).toEqual([])
  })
  // Vitest's overloads, narrowed to titles that are typed: what is called in the end is its own.
  return Object.assign(noted(test), { each: (cases: readonly unknown[]) => noted(test.each(cases)) }) as unknown as TestOf<Id>
}

/** The statuses that an operation declares, and neither a title of its own tests nor the tests of every operation do. */
export function untestedStatuses(id: OperationId, titles: readonly string[]): number[] {
  const operation = operationOf(id)
  const tested = [...titles.map((title) => Number(title.slice(0, 3))), ...commonStatuses(operation)]
  return operation.statuses.filter((status) => !tested.includes(status))
}
