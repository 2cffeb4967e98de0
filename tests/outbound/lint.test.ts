import { ESLint } from 'eslint'
import { expect, test } from 'vitest'

const waysPast = [
  "import { request } from 'node:http'",
  "import * as http from 'node:http'",
  "import https from 'node:https'",
  "import { connect } from 'node:net'",
  "import { lookup } from 'node:dns/promises'",
  "await import('node:tls')",
  "await fetch('https://example.com')",
  "await globalThis.fetch('https://example.com')",
  "new WebSocket('wss://example.com')",
]

test('npm run check refuses each way out of the service but src/outbound', { timeout: 120_000 }, async () => {
  // With CI=true, typescript-eslint would read the file that is named below instead of the text.
  const languageOptions = { parserOptions: { disallowAutomaticSingleRunInference: true } }
  const eslint = new ESLint({ overrideConfigFile: '.config/eslint.config.js', overrideConfig: { languageOptions } })
  const [result] = await eslint.lintText(waysPast.join('\n'), { filePath: 'src/json.ts' })
  const refused = result?.messages.filter(({ message }) => message.includes('src/outbound/ alone sends requests')).map(({ line }) => line)
  expect([...new Set(refused)]).toEqual(waysPast.map((_, index) => index + 1))
})
