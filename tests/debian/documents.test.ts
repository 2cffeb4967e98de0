// What README and the guides tell a reader to run, as it stands there: by the shell, curl and Node.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { run } from '../../scripts/support/run.ts'
import { testService } from '../support/service.ts'

const service = testService()
const guides = ['1-first-five-minutes', '4-finding', '5-safe-changes'].map((name) => `src/docs/assets/guides/${name}.md`)

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'taskpact-documents-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The blocks of code of a document in a language that have a word in them, with the address of this service. */
async function blocksIn(file: string, language: string, word: string): Promise<string[]> {
  const text = await readFile(file, 'utf8')
  const blocks = Array.from(text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms')), ([, code = '']) => code)
  return blocks.filter((code) => code.includes(word)).map((code) => code.replaceAll('http://localhost:8000', service.url))
}

// A reader's address is made from the second, in which only one reader starts.
const prelude = ['sleep 1', 'curl() { command curl --fail-with-body "$@"; }']

/** Runs blocks of a shell, one after another. @throws with what was printed if a command fails or a response is no 2xx */
const shell = (blocks: string[]): Promise<string> => run(folder, 'bash', ['-euo', 'pipefail', '-c', [...prelude, ...blocks].join('\n')])

describe.each([
  ['README', ['README.md'], 'Buy milk'],
  ['the guides', guides, 'Water all the plants'],
])('the requests of %s', (_, files, title) => {
  test.each(['one reader', 'the next one'])('200: for %s', async () => {
    const blocks = await Promise.all(files.map((file) => blocksIn(file, 'sh', 'curl ')))
    const printed = await shell(blocks.flat())
    const last = /^\{.*\}/m.exec(printed.slice(printed.lastIndexOf('{"id"')))?.[0] ?? ''
    expect(JSON.parse(last)).toMatchObject({ title, completed: true })
  })
})

describe.each(['README.md', 'src/client/README.md'])('the program in %s', (file) => {
  test.each(['one reader', 'the next one'])('200: for %s', async () => {
    const [code = ''] = await blocksIn(file, 'ts', 'createTaskpact(')
    const program = join(folder, 'program.mts')
    // A client in Node keeps its session in memory.
    await writeFile(program, code.replace("'@taskpact/client'", `'${resolve('src/client/index.ts')}'`).replace(", store: 'localStorage'", ''))
    expect(await run('.', process.execPath, ['--import', 'tsx', program])).toBe('Buy milk\n')
  })
})
