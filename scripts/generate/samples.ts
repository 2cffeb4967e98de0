// openapi.yaml → how each operation is called in each language there is a client for.
import { sampleLanguages, shownSamples } from '../samples/languages.ts'
import { textOf } from '../samples/sample.ts'

/** The text of src/generated/samples.ts. That the samples are right is proven by tests/samples.test.ts and "npm run sdk:check". */
export function samplesOfAll(): string {
  const byLanguage = sampleLanguages.map((language) => ({ name: language.name, samples: new Map(shownSamples(language).map((sample) => [sample.id, textOf(sample)])) }))
  const ids = [...(byLanguage[0]?.samples.keys() ?? [])]
  return [
    '// Generated from openapi.yaml by "npm run generate". Do not edit.',
    "import type { OperationId } from './operations.ts'",
    '',
    '/** A language that there are samples in, by the name that highlighters know it by. */',
    `export type SampleLanguage = ${sampleLanguages.map(({ name }) => `'${name}'`).join(' | ')}`,
    '',
    '/** How each operation is called in each language. */',
    'export const samples: Record<OperationId, Record<SampleLanguage, string>> = {',
    ...ids.map((id) => `  ${id}: {\n${byLanguage.map(({ name, samples }) => `    ${name}: \`${escaped(samples.get(id) ?? '')}\`,\n`).join('')}  },`),
    '}',
    '',
  ].join('\n')
}

const escaped = (text: string): string => text.replace(/[\\`]|\$\{/g, '\\$&')
