// Writes an SDK for another language: npm run sdk -- <language> <folder>. It is made of openapi.yaml by openapi-generator, which needs Java.
import { resolve } from 'node:path'
import { languages } from './sdk/languages.ts'
import { UserError } from './service/run.ts'
import { writeSdk } from './sdk/write.ts'

try {
  const [name = '', folder, ...rest] = process.argv.slice(2)
  const language = languages.get(name)
  if (folder === undefined || rest.length > 0) throw new UserError('Say which language and where to: npm run sdk -- <language> <folder>')
  if (!language) throw new UserError(`There is no SDK for "${name}". There is one for ${[...languages.keys()].join(', ')}.`)
  await writeSdk(name, language, resolve(folder))
  console.log(`The SDK for ${name} is in ${folder}; its README says how to use it.`)
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
