import type { Call } from './calls.ts'

/** The service's URL in samples. */
export const url = 'http://localhost:8000'

/** A sample: its imports and its code. Only the token comes from elsewhere. */
export type Sample = { id: string; example: string | null; secured: boolean; imports: string[]; code: string }

/** A language, and how it calls an operation. */
export type SampleLanguage = {
  /** Its name, also for highlighters. */
  name: string
  sample: (call: Call) => Sample
  program: Program
}

/** A program of samples, each in a function of its own, for the language's tools to check: its file and its text. */
export type Program = { file: string; text: (samples: Sample[]) => string }

/** The text of a sample. */
export const textOf = ({ imports, code }: Sample): string => [...imports, '', code].join('\n')

/** list_id → ListId */
export const pascal = (name: string): string => name.replace(/(?:^|[_-])([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** list_id and ListId → listId */
export const camel = (name: string): string => pascal(name).replace(/^[A-Z]/, (letter) => letter.toLowerCase())

/** listId and ListId → list_id */
export const snake = (name: string): string => camel(name).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The variable for a response: named after the model, or after what the operation lists. */
export function answerName({ id, answer }: Call): string | null {
  if (answer === null) return null
  return camel(answer.isList ? id.replace(/^list/, '') : answer.name)
}
