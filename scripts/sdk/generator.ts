import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../support/program.ts'
import { run } from '../support/run.ts'

const version = '7.25.0'
const sha256 = '41ce4f6b07f196676439d710759fa1ced7a08066d06ff1bf314681470289efae'
const address = `https://repo1.maven.org/maven2/org/openapitools/openapi-generator-cli/${version}/openapi-generator-cli-${version}.jar`

let jarPath: Promise<string> | null = null

/** Downloads openapi-generator's jar from Maven Central, once. @returns its path */
export const generatorJar = (cache: string): Promise<string> => (jarPath ??= keptJar(cache))

async function keptJar(cache: string): Promise<string> {
  const jar = join(cache, `openapi-generator-cli-${version}.jar`)
  if (existsSync(jar)) return jar
  const content = await downloaded()
  const digest = createHash('sha256').update(content).digest('hex')
  if (digest !== sha256) throw new UserError(`${address} has changed: its SHA-256 is ${digest}`)
  mkdirSync(cache, { recursive: true })
  // Renamed when complete, so that nobody reads half of it.
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
    throw new UserError(`The generator could not be downloaded from ${address}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * The options of openapi-generator for a language. Left out are its files that are written by hand here or useless; renamed is
 * what clashes with names of the language. `only` are the global properties that choose what is generated.
 */
export type Generator = { name: string; options: Record<string, string | boolean>; leftOut: string[]; renamed?: string[]; only?: string }

/** Generates an SDK from a contract. Its User-Agent is `agent`. */
export async function generate(jar: string, contract: string, agent: string, { name, options, leftOut, renamed = [], only = 'apiTests=false,modelTests=false' }: Generator, folder: string): Promise<void> {
  const properties = Object.entries(options).map(([key, value]) => `${key}=${value}`)
  await run(folder, 'java', [
    '-jar', jar, 'generate', '--generator-name', name, '--input-spec', contract, '--output', folder,
    '--additional-properties', properties.join(','),
    '--http-user-agent', agent,
    ...renamed,
    '--openapi-generator-ignore-list', [...leftOut, 'git_push.sh', '.travis.yml', '.gitlab-ci.yml', '.github/**', '.gitignore'].join(','),
    '--global-property', only,
  ])
  const sources = join(folder, '.openapi-generator/VERSION')
  if (!existsSync(sources) || readFileSync(sources, 'utf8').trim() !== version) throw new UserError(`openapi-generator wrote no SDK to ${folder}`)
}
