import { describe, expect, test } from 'vitest'
import { breakingChanges } from '../../scripts/contract/changes.ts'
import { contract, contractWith } from '../support/contract.ts'

describe('a change that breaks what was valid is named', () => {
  test.each([
    ['an operation that is gone', '/api/{user_id}/stats:', '/api/{user_id}/stats:', '/api/{user_id}/statistics:', 'GET /api/{user_id}/stats is gone'],
    ['an operation of another name', '', 'operationId: getStats', 'operationId: readStats', 'GET /api/{user_id}/stats is called readStats, not getStats'],
    ['a parameter that is gone', 'operationId: getStats', "        - $ref: '#/components/parameters/From'\n", '', 'GET /api/{user_id}/stats no longer has the query parameter from'],
    ['a parameter that is asked for', '    Search:\n', 'in: query', 'in: query\n      required: true', 'GET /api/{user_id}/tasks asks for the query parameter search'],
    ['a value that is no longer taken', '    Sort:\n', 'enum: [created, ', 'enum: [', 'GET /api/{user_id}/tasks, query parameter sort no longer takes created'],
    ['a field that is asked for', '    TaskCreation:\n', 'required: [title]', 'required: [title, priority]', 'POST /api/{user_id}/tasks, body/priority is asked for'],
    ['a body that is asked for', 'operationId: completeTask', 'required: false', 'required: true', 'PATCH /api/{user_id}/tasks/{id}/complete asks for a body'],
    ['a shorter text', '    TaskTitle:\n', 'maxLength: 255', 'maxLength: 200', 'POST /api/{user_id}/tasks, body/title has the maxLength 200, not 255'],
    ['a longer text', '    TaskTitle:\n', 'minLength: 1', 'minLength: 2', 'PUT /api/{user_id}/tasks/{id}, body/title has the minLength 2, not 1'],
    ['another pattern', '    Color:\n', 'pattern: ', "pattern: '^x' # ", 'POST /api/{user_id}/lists, body/color has another pattern'],
    ['a type that is no longer taken', '    TaskDescription:\n', "type: [string, 'null']", 'type: string', 'POST /api/{user_id}/tasks, body/description no longer takes null'],
    ['a type that is new in an answer', '    TaskTitle:\n', 'type: string', "type: [string, 'null']", 'GET /api/{user_id}/tasks/{id}, 200/title may be null'],
    ['a field that may be missing from an answer', '    Task:\n', 'required: [id, user_id,', 'required: [id,', 'GET /api/{user_id}/tasks, 200/items/user_id may be missing'],
    ['a field that is gone from an answer', '    DayCount:\n', '        count:', '        total:', 'GET /api/{user_id}/stats, 200/completed_by_day/items/count is gone'],
    ['another status', 'operationId: createTask', "'201':", "'200':", 'POST /api/{user_id}/tasks no longer answers 201'],
  ])('%s', (_, behind, old, current, change) => {
    expect(breakingChanges(contract, contractWith(behind, old, current))).toContain(change)
  })
})

describe('a change that breaks nothing is not', () => {
  test.each([
    ['no change', '', 'openapi: 3.1.0', 'openapi: 3.1.0'],
    ['a new field', '    Stats:\n', '      properties:\n', '      properties:\n        more: { type: integer }\n'],
    ['a new value that is taken', '    Sort:\n', 'enum: [created, ', 'enum: [created, completed, '],
    ['a longer text', '    TaskTitle:\n', 'maxLength: 255', 'maxLength: 500'],
    ['a field that is no longer asked for', '    TaskCreation:\n', 'required: [title]', 'required: []'],
    ['other words', '', 'summary: Create a task', 'summary: Add a task'],
  ])('%s', (_, behind, old, current) => {
    expect(breakingChanges(contract, contractWith(behind, old, current))).toEqual([])
  })

  test('a new operation', () => {
    expect(breakingChanges(contractWith('/api/{user_id}/stats:', '/api/{user_id}/stats:', '/x-none:'), contract)).toEqual(['GET /x-none is gone'])
  })
})
