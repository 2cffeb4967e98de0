// What npm run check says of a contract that has two names for one thing.
import { describe, expect, test } from 'vitest'
import { faultsOfContract, patternsOf } from '../../scripts/words/other-names.ts'
import { contract, contractWith } from '../support/contract.ts'

describe('a second name in the contract is found', () => {
  test.each([
    ['a value', '    Status:\n', '[all, open, completed, overdue]', '[all, open, pending, completed, overdue]', 'pending', 'open'],
    ['a value of another parameter', '    TagMatch:\n', '[all, any]', '[all, any, urgent]', 'urgent', 'high'],
    ['a parameter', '    Offset:\n', 'name: offset', 'name: due_date', 'due_date', 'due'],
    ['a field without its first name', '    ListCount:\n', '        open:', '        pending:', 'pending', 'open'],
    ['a field that a sort key is named after', '    Sort:\n', '{ created: created_at,', '{ created_at: created,', 'created_at', 'created'],
  ])('%s', (_, after, old, current, other, own) => {
    expect(faultsOfContract(contractWith(after, old, current))).toEqual([
      `openapi.yaml: "${other}" is another name of "${own}": use the one that fields of responses have`,
    ])
  })

  test('not where both names of a field are in a response', () => {
    expect(faultsOfContract(contract)).toEqual([])
  })
})

describe('other names in documents', () => {
  const instead = (text: string): string[] => patternsOf(contract).flatMap((pattern) => (pattern.word.test(text) ? [pattern.instead] : []))

  test.each([
    ['/tasks?status=pending', 'open'],
    ['/tasks?limit=9&sort_by=title', 'sort'],
    ["query: { status: 'pending' }", 'open'],
    ['.Status("done")', 'completed'],
    ['sort="due_date"', 'due'],
  ])('%s', (text, own) => {
    expect(instead(text)).toEqual([own])
  })

  test.each(['/tasks?status=open&sort=due', "query: { status: 'completed' }", 'Completed tasks are done.'])('not: %s', (text) => {
    expect(instead(text)).toEqual([])
  })
})
