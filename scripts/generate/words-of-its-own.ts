import type { ContractDocument } from '../../src/contract/contract.ts'
import { UserError } from '../support/program.ts'

// The keys below these are data, or names that an author chose: they are not keywords.
const data = new Set(['example', 'examples', 'value', 'default', 'const', 'enum'])
const named = new Set(['properties', 'headers', 'schemas', 'parameters', 'responses', 'links', 'requestBodies'])

/** @throws for an extension (`x-…`) that the head of the contract does not explain, with its place */
export function refuseUnknownWords(text: string, document: ContractDocument): void {
  const head = text.slice(0, text.indexOf('\nopenapi:'))
  const explained = new Set(head.match(/\bx-[\w-]+/g))
  for (const { word, place } of wordsIn(document, '#')) {
    if (!explained.has(word))
      throw new UserError(`openapi.yaml: ${word} at ${place} is not explained at the head of the file. Correct it, or explain it there.`)
  }
}

type Word = { word: string; place: string }

function* wordsIn(value: unknown, place: string): Generator<Word> {
  for (const [key, child] of membersOf(value)) {
    if (key.startsWith('x-')) yield { word: key, place }
    // The examples of a parameter or body are objects, which may say x-disabled.
    else if (key === 'examples' && !Array.isArray(child)) for (const [name, example] of membersOf(child)) yield* wordsOf(example, `${place}/examples/${name}`)
    else if (named.has(key)) for (const [name, each] of membersOf(child)) yield* wordsIn(each, `${place}/${key}/${name}`)
    else if (!data.has(key)) yield* wordsIn(child, `${place}/${key}`)
  }
}

function* wordsOf(example: unknown, place: string): Generator<Word> {
  for (const [word] of membersOf(example)) if (word.startsWith('x-')) yield { word, place }
}

const membersOf = (value: unknown): [string, unknown][] => (typeof value === 'object' && value !== null ? Object.entries(value) : [])
