// openapi.yaml → how each operation is called in each language there is a client for.
import { sampleLanguages, samplesIn } from '../samples/languages.ts'
import { textOf } from '../samples/sample.ts'
import type { Sample } from '../samples/sample.ts'

/** The text of src/generated/samples.ts. That the samples are right is proven by tests/clients/samples.test.ts and "npm run sdk:check". */
export function samplesOfAll(): string {
  const all = sampleLanguages.flatMap((language) => samplesIn(language).map((sample) => ({ id: sample.id, entry: entryOf(language.name, sample) })))
  const ids = [...new Set(all.map(({ id }) => id))]
  const entriesOf = (id: string): string => all.filter((each) => each.id === id).map(({ entry }) => entry).join('')
  return [
    '// Generated from openapi.yaml by "npm run generate". Do not edit.',
    "import type { OperationId } from './operation-ids.ts'",
    '',
    '/** A call in a language, by the name that highlighters know it by, with an example of the body in the contract. */',
    `export type Sample = { lang: ${sampleLanguages.map(({ name }) => `'${name}'`).join(' | ')}; example?: string; source: string }`,
    '',
    '/** How each operation is called in each language. */',
    'export const samples: Record<OperationId, Sample[]> = {',
    ...ids.map((id) => `  ${id}: [\n${entriesOf(id)}  ],`),
    '}',
    '',
  ].join('\n')
}

function entryOf(language: string, sample: Sample): string {
  // A tab is as wide as the reference's line numbers leave it.
  const source = textOf(sample).replaceAll('\t', '    ').replace(/[\\`]|\$\{/g, '\\$&')
  return `    { lang: '${language}',${sample.example === null ? '' : ` example: '${sample.example}',`} source: \`${source}\` },\n`
}
