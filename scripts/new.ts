// Writes the stubs of a new operation: its part of openapi.yaml, its SQL, its handler and its test.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { contractWith, stubsOf } from './new/stubs.ts'
import { UsageError, runProgram } from './support/program.ts'

const usage = `npm run new -- <operationId> <tag> <METHOD> <path>

Writes the stubs of a new operation, for example: npm run new -- countTasks tasks GET '/api/{user_id}/task-count'
What you have to fill in is marked TODO.`

const root = new URL('../', import.meta.url)

/** Writes the stubs. @returns their paths @throws UsageError for an argument that is no part of an operation */
function add([id = '', tag = '', method = '', path = '']: string[]): string[] {
  if (!/^[a-z]+(?:[A-Z][a-z]+)+$/.test(id)) throw new UsageError(`"${id}" must be an operationId in camelCase: a verb and a noun, such as countTasks.`)
  if (!/^[a-z]+$/.test(tag)) throw new UsageError(`"${tag}" must be a tag in lower case, such as tasks.`)
  if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) throw new UsageError(`"${method}" must be GET, POST, PUT, PATCH or DELETE.`)
  if (!/^(?:\/(?:[a-z-]+|\{(?:user_id|id)\}))+$/.test(path)) throw new UsageError(`"${path}" must be a path such as /api/{user_id}/task-count.`)
  const operation = { id, tag, method, path }
  const stubs = stubsOf(operation)
  const contract = readFileSync(new URL('openapi.yaml', root), 'utf8')
  const taken = stubs.find((stub) => existsSync(new URL(stub.path, root)))
  if (taken) throw new UsageError(`${taken.path} exists already. Choose another operationId.`)
  if (contract.includes(`operationId: ${id}\n`)) throw new UsageError(`openapi.yaml has an operation ${id} already. Choose another operationId.`)
  if (!contract.includes(`      tags: [${tag}]\n`))
    throw new UsageError(`openapi.yaml has no operation with the tag "${tag}". Use one of its tags, or write the first operation of a new tag by hand.`)
  const pathItem = contract.split(`\n  ${path}:\n`)[1]?.split(/\n {2}\S/)[0] ?? ''
  if (`\n${pathItem}`.includes(`\n    ${method.toLowerCase()}:\n`))
    throw new UsageError(`openapi.yaml has ${method} ${path} already. Choose another method or path.`)
  const all = [{ path: 'openapi.yaml', text: contractWith(contract, operation) }, ...stubs]
  for (const stub of all) {
    const file = new URL(stub.path, root)
    mkdirSync(dirname(file.pathname), { recursive: true })
    writeFileSync(file, stub.text)
  }
  return all.map((stub) => stub.path)
}

await runProgram({ usage, positionals: [4, 4] }, (_, values) => {
  console.log(`Wrote ${add(values).join(', ')}. Fill in each TODO, then: npm run generate && npm run contract -- --accept`)
})
