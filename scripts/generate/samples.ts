// openapi.yaml → a code sample of each operation in each language with a client.
import { sampleLanguages, samplesIn } from '../samples/languages.ts'
import { textOf } from '../samples/sample.ts'
import type { Sample } from '../samples/sample.ts'

/** The text of src/generated/samples.ts. tests/clients/samples.test.ts and "npm run sdk:check" prove the samples. */
export function samplesOfAll(): string {
  const all = sampleLanguages.flatMap((language) => samplesIn(language).map((sample) => ({ id: sample.id, entry: entryOf(language.name, sample) })))
  const ids = [...new Set(all.map(({ id }) => id))]
  const entriesOf = (id: string): string =>
    all
      .filter((each) => each.id === id)
      .map(({ entry }) => entry)
      .join('')
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
  // Line numbers in the reference leave little room for tabs.
  const source = textOf(sample)
    .replaceAll('\t', '    ')
    .replace(/[\\`]|\$\{/g, '\\$&')
  return `    { lang: '${language}',${sample.example === null ? '' : ` example: '${sample.example}',`} source: \`${source}\` },\n`
}
