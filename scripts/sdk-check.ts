// Proves the SDKs and the code samples: writes, builds and uses each with its language's own tools, against the service.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { samplesIn, sampleLanguages } from './samples/languages.ts'
import { generatedClients, useGeneratedClients } from './sdk/generated-clients.ts'
import { languages } from './sdk/languages.ts'
import type { Language } from './sdk/language.ts'
import { writeSdk } from './sdk/write.ts'
import { UsageError, UserError, runProgram } from './support/program.ts'
import { missing, run } from './support/run.ts'
import { root, startService } from './support/service.ts'

const usage = `npm run sdk:check -- [language …]

For each language, writes the SDK to a temporary folder, builds it with a program and all code samples that use it, and runs
the program against the service. A language without its tools is skipped, but fails with CI=true. ${generatedClients} are
those of hey-api and orval in scripts/examples/.
Languages: ${[...languages.keys(), generatedClients].join(', ')}.`

/** A check: its name, the programs it needs with how to install them, and what it does. */
type Check = { name: string; programs: string[]; install: string; use: (folder: string, url: string) => Promise<void> }

/** Writes the SDK, builds it and runs the program that uses it. */
async function useSdk(name: string, language: Language, folder: string, url: string): Promise<void> {
  const [sdk, project] = [join(folder, name, 'taskpact'), join(folder, name, 'project')]
  mkdirSync(project, { recursive: true })
  await writeSdk(name, language, sdk)
  cpSync(join(root, 'scripts/sdk/scenarios', name), project, { recursive: true })
  writeSamples(name, project)
  for (const [command, ...args] of await language.build(sdk, project)) await run(project, command, [...args, url])
}

function writeSamples(name: string, project: string): void {
  for (const language of sampleLanguages.filter((each) => each.name === name)) {
    const file = join(project, language.program.file)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, language.program.text(samplesIn(language)))
  }
}

const checks: Check[] = [
  ...[...languages].map(([name, language]) => ({
    name,
    programs: ['java', ...language.programs],
    install: `apt-get install default-jre-headless ${language.install}`,
    use: (folder: string, url: string) => useSdk(name, language, folder, url),
  })),
  { name: generatedClients, programs: ['npm'], install: 'https://nodejs.org', use: useGeneratedClients },
]

/** Carries out a check and prints the result. @returns whether it passed or was skipped */
async function passes({ name, programs, install, use }: Check, folder: string, url: string): Promise<boolean> {
  const lacking = missing(programs)
  const hint = `${lacking.join(', ')} missing. Install: ${install}`
  if (lacking.length > 0 && process.env['CI'] !== 'true') {
    console.log(`SKIP  ${name}: ${hint}`)
    return true
  }
  try {
    if (lacking.length > 0) throw new UserError(hint)
    const start = Date.now()
    await use(folder, url)
    console.log(`ok    ${name}: written, built and used; ${Math.round((Date.now() - start) / 1000)} s`)
    return true
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    console.error(`FAIL  ${name}: ${error.message}`)
    return false
  }
}

await runProgram({ usage, positionals: [0, Infinity] }, async (_, names) => {
  const unknown = names.find((name) => !checks.some((check) => check.name === name))
  if (unknown !== undefined) throw new UsageError(`There is no SDK for "${unknown}". Choose from ${checks.map(({ name }) => name).join(', ')}.`)
  const folder = mkdtempSync(join(tmpdir(), 'taskpact-sdk-'))
  try {
    // The endpoint of a webhook is a program of this check.
    const service = await startService(folder, { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1' })
    try {
      const waiting = checks.filter(({ name }) => names.length === 0 || names.includes(name))
      const work = async (): Promise<boolean> => {
        let all = true
        for (let next = waiting.shift(); next; next = waiting.shift()) all = (await passes(next, folder, service.url)) && all
        return all
      }
      const results = await Promise.all(Array.from({ length: availableParallelism() }, work))
      return results.every(Boolean) ? 0 : 1
    } finally {
      await service.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
})
