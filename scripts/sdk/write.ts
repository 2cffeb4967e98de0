import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { forGenerator } from './contract.ts'
import type { JsonObject } from './contract.ts'
import { generate, generatorJar } from './generator.ts'
import type { Language } from './languages.ts'
import { UserError, missing } from '../service/run.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Writes the SDK for a language to an empty or new folder. @throws a UserError where that cannot be done */
export async function writeSdk(language: string, { generator }: Language, folder: string): Promise<void> {
  if (missing(['java']).length > 0) throw new UserError('The generator needs Java 11 or later (Debian: apt-get install default-jre-headless).')
  prepare(folder)
  const contract = parse(readFileSync(join(root, 'openapi.yaml'), 'utf8')) as JsonObject & { info: { version: string } } // the linter has seen to its shape
  const { version } = contract.info
  const jar = await generatorJar(join(root, 'node_modules/.cache/taskpact-sdk'))
  const work = mkdtempSync(join(tmpdir(), 'taskpact-contract-'))
  try {
    const input = join(work, 'openapi.json')
    writeFileSync(input, JSON.stringify(forGenerator(contract)))
    await generate(jar, input, `taskpact-${language}/${version}`, generator(version), folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  complete(language, folder, version)
}

function prepare(folder: string): void {
  try {
    // Not recursive: with that, Node never comes back from a folder such as /proc.
    if (!existsSync(folder)) mkdirSync(folder)
    if (!statSync(folder).isDirectory()) throw new UserError(`${folder} is a file.`)
    if (readdirSync(folder).length > 0) throw new UserError(`${folder} is not empty.`)
    // Says whether it can be written to, which its mode alone does not.
    rmSync(mkdtempSync(join(folder, '.')), { recursive: true })
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`${folder} cannot be written to: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Lays over it what is written by hand, and takes away what is of use to the generator alone. */
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
