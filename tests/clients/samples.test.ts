// How the reference calls each operation. The samples in TypeScript are compiled here; the others, npm run sdk:check knows.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadContract, resolve as resolved } from '../../src/contract/contract.ts'
import { samples } from '../../src/generated/samples.ts'
import type { Sample } from '../../src/generated/samples.ts'
import { samplesIn, sampleLanguages } from '../../scripts/samples/languages.ts'
import { typescript } from '../../scripts/samples/typescript.ts'
import { testService } from '../support/service.ts'

const service = testService()
const settings = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  target: 'es2023',
  module: 'nodenext',
  moduleResolution: 'nodenext',
  lib: ['es2023', 'dom', 'dom.iterable'],
  types: [],
  noEmit: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  paths: { '@taskpact/client': [resolve('src/client/index.ts')] },
}

const program = typescript.program.text(samplesIn(typescript))
const mistaken = program.replace('api.getTask(', 'api.getTsk(').replace('{ limit: 20', '{ limmit: 20').replace("{ name: 'household'", "{ nme: 'household'")

/** What the compiler has against each program, in one run. */
function faultsOf(programs: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'taskpact-samples-'))
  try {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    for (const [file, text] of Object.entries(programs)) writeFileSync(join(folder, file), text)
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, files: Object.keys(programs) }))
    const { stdout } = spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder], { cwd: folder, encoding: 'utf8' })
    return stdout.split('\n').filter((line) => line !== '')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Body = { content: Record<string, { examples: object }> }

describe('the samples in TypeScript', () => {
  let faults: string[]
  beforeAll(() => void (faults = faultsOf({ 'samples.ts': program, 'mistaken.ts': mistaken })))

  test('compile strictly, for each example of a body', () => {
    expect(program).toMatch(/await api\.createTask\([^]*await api\.createTask\(/)
    expect(faults.filter((fault) => !fault.startsWith('mistaken.ts') && !fault.startsWith(' '))).toEqual([])
  })

  test('are refused where an operation, a parameter or a field is not so called', () => {
    for (const name of ['getTsk', 'limmit', 'nme']) expect(faults.join('\n')).toContain(`'${name}' does not exist`)
  })
})

describe('the reference', () => {
  test('200: shows how to call every operation, with each example of its body, in every language there is a client for', async () => {
    const { body } = await service.anyone.get('/docs/openapi.json').expect(200)
    for (const { id, path, method } of loadContract().operations) {
      const operation = body.paths[path][method.toLowerCase()]
      const examples = operation.requestBody
        ? Object.keys(resolved<Body>(body, operation.requestBody).content['application/json']?.examples ?? {})
        : [undefined]
      const wanted = sampleLanguages.flatMap(({ name }) => examples.map((example) => [name, example]))
      const shown: Sample[] = operation['x-codeSamples']
      expect(shown.map(({ lang, example }) => [lang, example])).toEqual(wanted)
      expect(shown[0]?.source).toContain(`api.${path.startsWith('/api/') ? '' : 'service.'}${id}(`)
    }
  })

  test('200: has the schemas and the responses of the contract, which comes without samples', async () => {
    const { body, text } = await service.anyone.get('/openapi.json').expect(200)
    expect(text).not.toContain('x-codeSamples')
    const { body: shown } = await service.anyone.get('/docs/openapi.json').expect(200)
    // The portal tells apart how to sign in on it.
    expect({ ...shown.components, securitySchemes: null }).toEqual({ ...body.components, securitySchemes: null })
    for (const { path, method, scope } of loadContract().operations) {
      const [here, there] = [shown, body].map((document) => document.paths[path][method.toLowerCase()])
      for (const part of ['operationId', 'responses', 'security']) expect(here[part], `${method} ${path}`).toEqual(there[part])
      // The portal adds what a personal access token needs for it.
      expect(String(here.description).startsWith(String(there.description).trimEnd()), `${method} ${path}`).toBe(true)
      expect(/\*\*Personal access token:\*\* \S/.test(here.description), `${method} ${path}`).toBe(scope !== null)
    }
  })

  test('calls with the examples of the contract', () => {
    const short = samples.createTask.filter(({ example }) => example === 'short').map(({ source }) => source)
    expect(short).toEqual([
      expect.stringContaining("api.createTask({\n  body: { title: 'Buy milk' },\n})"),
      expect.stringContaining('task_creation=taskpact.TaskCreation(title="Buy milk")'),
      expect.stringContaining('TaskCreation(taskpact.TaskCreation{Title: "Buy milk"})'),
      expect.stringContaining('.taskCreation(new TaskCreation().title("Buy milk"))'),
      expect.stringContaining("task_creation: (new TaskCreation())->setTitle('Buy milk')"),
    ])
  })

  test('needs no token where the operation takes none', () => {
    for (const { id, secured } of loadContract().operations) for (const { source } of samples[id]) expect(/\btoken\b/.test(source), id).toBe(secured)
  })
})
