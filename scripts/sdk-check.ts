// Proves the SDKs and the samples of them: npm run sdk:check. For each language it writes the SDK to a folder outside the repository, builds it, a
// program that uses it and all samples with the language's own tools, and runs the program against the service: as many languages at a time as there
// are processors. A language whose tools are not here is skipped, but not with CI=true.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { samplesIn, sampleLanguages } from './samples/languages.ts'
import { languages } from './sdk/languages.ts'
import type { Language } from './sdk/languages.ts'
import { UserError, missing } from './service/run.ts'
import { startService } from './service/start.ts'
import type { Service } from './service/start.ts'
import { run } from './sdk/run.ts'
import { writeSdk } from './sdk/write.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'taskpact-sdk-'))
let service: Service | null = null

/** Takes an SDK from the contract to a program that has used it. */
async function prove(name: string, language: Language, url: string): Promise<void> {
  const [sdk, project] = [join(folder, name, 'taskpact'), join(folder, name, 'project')]
  mkdirSync(project, { recursive: true })
  await writeSdk(name, language, sdk)
  cpSync(join(root, 'scripts/sdk/scenarios', name), project, { recursive: true })
  writeSamples(name, project)
  for (const [command, ...values] of await language.build(sdk, project)) await run(project, command, [...values, url])
}

function writeSamples(name: string, project: string): void {
  for (const language of sampleLanguages.filter((each) => each.name === name)) {
    const file = join(project, language.program.file)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, language.program.text(samplesIn(language)))
  }
}

async function check(name: string, language: Language, url: string): Promise<void> {
  const lacking = missing(['java', ...language.programs])
  if (lacking.length > 0) {
    const hint = `${lacking.join(', ')} missing. Install what it takes: apt-get install default-jre-headless ${language.install}`
    if (process.env['CI'] === 'true') throw new UserError(hint)
    console.log(`SKIP  ${name}: ${hint}`)
    return
  }
  const start = Date.now()
  await prove(name, language, url)
  console.log(`ok    ${name}: written, built, it does what the scenario says, and every sample is right, in ${Math.round((Date.now() - start) / 1000)} s`)
}

async function checkAndTell(name: string, language: Language, url: string): Promise<void> {
  try {
    await check(name, language, url)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    console.error(`FAIL  ${name}: ${error.message}`)
    process.exitCode = 1
  }
}

const chosen = process.argv.slice(2)
const wanted = [...languages].filter(([name]) => chosen.length === 0 || chosen.includes(name))
try {
  const unknown = chosen.find((name) => !languages.has(name))
  if (unknown !== undefined) throw new UserError(`There is no SDK for "${unknown}". There is one for ${[...languages.keys()].join(', ')}.`)
  service = await startService(root, folder)
  const { url } = service
  const waiting = [...wanted]
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await checkAndTell(...next, url)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`FAIL  ${error.message}`)
  process.exitCode = 1
} finally {
  await service?.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
