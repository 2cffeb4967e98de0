import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { objectOf, readContract, textOf } from '../contract/document.ts'
import { forGenerator } from './contract.ts'
import { generate, generatorJar } from './generator.ts'
import type { Edit, Language } from './language.ts'
import { UserError } from '../support/program.ts'
import { missing } from '../support/run.ts'
import { root } from '../support/service.ts'


/** Writes the SDK for a language to an empty or new folder. @throws UserError if that fails */
export async function writeSdk(language: string, { generators, edits = [] }: Language, folder: string): Promise<void> {
  if (missing(['java']).length > 0) throw new UserError('The generator needs Java 11 or later (Debian: apt-get install default-jre-headless).')
  prepare(folder)
  const contract = readContract()
  const version = textOf(objectOf(contract['info'])['version'])
  const jar = await generatorJar(join(root, 'node_modules/.cache/taskpact-sdk'))
  const work = mkdtempSync(join(tmpdir(), 'taskpact-contract-'))
  try {
    const input = join(work, 'openapi.json')
    writeFileSync(input, JSON.stringify(forGenerator(contract)))
    // In turn: they write to the same folder.
    for (const generator of generators(version)) await generate(jar, input, `taskpact-${language}/${version}`, generator, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  for (const edit of edits) applyEdit(edit, language, folder)
  complete(language, folder, version)
}

/** @throws Error if there is nothing to replace, as after an update of the generator */
function applyEdit({ files, replace, by }: Edit, language: string, folder: string): void {
  let edited = 0
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => files.test(name))) {
    const text = readFileSync(join(folder, name), 'utf8')
    const changed = text.replaceAll(replace, by)
    if (changed === text) continue
    writeFileSync(join(folder, name), changed)
    edited++
  }
  if (edited === 0) throw new Error(`No file of the generator has ${String(replace)}: see the edits in scripts/sdk/${language}.ts`)
}

function prepare(folder: string): void {
  try {
    // Not recursive: with that, Node never returns from a folder such as /proc.
    if (!existsSync(folder)) mkdirSync(folder)
    if (!statSync(folder).isDirectory()) throw new UserError(`${folder} is a file.`)
    if (readdirSync(folder).length > 0) throw new UserError(`${folder} is not empty.`)
    // Its mode alone does not tell whether it is writable.
    rmSync(mkdtempSync(join(folder, '.')), { recursive: true })
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`${folder} cannot be written to: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Adds the files that are written by hand, and removes those that only the generator needs. */
function complete(language: string, folder: string, version: string): void {
  const byHand = join(root, 'scripts/sdk', language)
  cpSync(byHand, folder, { recursive: true })
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  for (const each of ['.openapi-generator', '.openapi-generator-ignore']) rmSync(join(folder, each), { recursive: true, force: true })
  for (const name of readdirSync(byHand)) {
    const file = join(folder, name)
    if (statSync(file).isFile()) writeFileSync(file, readFileSync(file, 'utf8').replaceAll('{{version}}', version))
  }
}
