// Writes an SDK for another language, made from openapi.yaml by openapi-generator.
import { resolve } from 'node:path'
import { languages } from './sdk/languages.ts'
import { writeSdk } from './sdk/write.ts'
import { UsageError, runProgram } from './support/program.ts'

const usage = `npm run sdk -- <language> <folder>

Writes an SDK to a new or empty folder. Needs Java 11. Languages: ${[...languages.keys()].join(', ')}.`

await runProgram({ usage, positionals: [2, 2] }, async (_, [name = '', folder = '']) => {
  const language = languages.get(name)
  if (!language) throw new UsageError(`There is no SDK for "${name}". Choose from ${[...languages.keys()].join(', ')}.`)
  await writeSdk(name, language, resolve(folder))
  console.log(`The SDK for ${name} is in ${folder}; its README shows how to use it.`)
})
