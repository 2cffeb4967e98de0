import { describe, expect, test } from 'vitest'
import { loadContract } from '../../src/contract/contract.ts'
import type { Contract } from '../../src/contract/contract.ts'
import { toolsOf } from '../../src/mcp/tools.ts'

/** The contract, but for what a test changes in it. */
const contractWith = (change: (contract: Contract) => void): Contract => {
  const contract = structuredClone(loadContract())
  change(contract)
  return contract
}

describe('the tools of a contract', () => {
  test('are the operations that it names one for, by that name', () => {
    const tools = toolsOf(
      contractWith(({ operations }) =>
        operations.forEach(
          (operation) =>
            (operation.tool = operation.id === 'updateTask' ? { name: 'replace_task', description: 'Replaces.', additive: false, idempotent: true } : null),
        ),
      ),
    )
    expect([...tools].map(([name, { operation }]) => [name, operation.id])).toEqual([['replace_task', 'updateTask']])
  })

  test('two of one name are named', () => {
    const contract = contractWith(({ operations }) => operations.push(...operations.filter(({ id }) => id === 'getTask')))
    expect(() => toolsOf(contract)).toThrow('openapi.yaml: two tools would be called "get_task"; rename one of them')
  })

  test('two inputs of one name are named', () => {
    const contract = contractWith(({ document }) => {
      const operation = document.paths['/api/{user_id}/tasks']?.post
      operation?.parameters?.push({ name: 'title', in: 'query', schema: { type: 'string' } })
    })
    expect(() => toolsOf(contract)).toThrow('openapi.yaml: two inputs of createTask would be called "title"; rename one of them')
  })

  test('a body that names no properties is named', () => {
    const contract = contractWith(({ document }) => (document.components['schemas'] = { ...document.components['schemas'], TaskCreation: { type: 'object' } }))
    expect(() => toolsOf(contract)).toThrow(/^openapi\.yaml: the body of createTask names no properties/)
  })
})
