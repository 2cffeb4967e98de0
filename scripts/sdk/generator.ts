import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../service/run.ts'
import { run } from './run.ts'

const version = '7.25.0'
const sha256 = '41ce4f6b07f196676439d710759fa1ced7a08066d06ff1bf314681470289efae'
const address = `https://repo1.maven.org/maven2/org/openapitools/openapi-generator-cli/${version}/openapi-generator-cli-${version}.jar`

let jarPath: Promise<string> | null = null

/** openapi-generator's jar, from Maven Central the first time. @returns its path */
export const generatorJar = (cache: string): Promise<string> => (jarPath ??= keptJar(cache))

async function keptJar(cache: string): Promise<string> {
  const jar = join(cache, `openapi-generator-cli-${version}.jar`)
  if (existsSync(jar)) return jar
  const content = await downloaded()
  const digest = createHash('sha256').update(content).digest('hex')
  if (digest !== sha256) throw new UserError(`${address} is not what it was: its SHA-256 is ${digest}`)
  mkdirSync(cache, { recursive: true })
  // Whoever looks for it meanwhile finds all of it or nothing.
  const partial = `${jar}.${process.pid}`
  writeFileSync(partial, content)
  renameSync(partial, jar)
  return jar
}

async function downloaded(): Promise<Buffer> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(120_000) })
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
    return Buffer.from(await answer.arrayBuffer())
  } catch (error) {
    throw new UserError(`The generator could not be fetched from ${address}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * What openapi-generator is told of a language. What is left out are files of its own that are written by hand here or are of no use; what is renamed, in its options, is named like something
 * of the language.
 */
export type Generator = { name: string; options: Record<string, string | boolean>; leftOut: string[]; renamed?: string[] }

/** Writes the SDK that openapi-generator makes of a contract. It tells the service that it is the `agent`. */
export async function generate(jar: string, contract: string, agent: string, { name, options, leftOut, renamed = [] }: Generator, folder: string): Promise<void> {
  const properties = Object.entries(options).map(([key, value]) => `${key}=${value}`)
  await run(folder, 'java', [
    '-jar', jar, 'generate', '--generator-name', name, '--input-spec', contract, '--output', folder,
    '--additional-properties', properties.join(','),
    '--http-user-agent', agent,
    ...renamed,
    '--openapi-generator-ignore-list', [...leftOut, 'git_push.sh', '.travis.yml', '.gitlab-ci.yml', '.github/**', '.gitignore'].join(','),
    '--global-property', 'apiTests=false,modelTests=false',
  ])
  const sources = join(folder, '.openapi-generator/VERSION')
  if (!existsSync(sources) || readFileSync(sources, 'utf8').trim() !== version) throw new UserError(`openapi-generator wrote no SDK to ${folder}`)
}
