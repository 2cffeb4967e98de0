import type { Call } from './calls.ts'

/** Where the service of a sample is. */
export const url = 'http://localhost:8000'

/** A sample: what it imports, and what it does. The one thing it does not say is where the token comes from. */
export type Sample = { id: string; example: string | null; secured: boolean; imports: string[]; code: string }

/** A language, and how an operation is called in it. */
export type SampleLanguage = {
  /** Its name, by which highlighters know it, too. */
  name: string
  sample: (call: Call) => Sample
  program: Program
}

/** A program of samples, each in a function of its own, for the tools of the language to judge: the file it has to be in, and its text. */
export type Program = { file: string; text: (samples: Sample[]) => string }

/** The text of a sample. */
export const textOf = ({ imports, code }: Sample): string => [...imports, '', code].join('\n')

/** list_id → ListId */
export const pascal = (name: string): string => name.replace(/(?:^|[_-])([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** list_id and ListId → listId */
export const camel = (name: string): string => pascal(name).replace(/^[A-Z]/, (letter) => letter.toLowerCase())

/** listId and ListId → list_id */
export const snake = (name: string): string => camel(name).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** What to call an answer: a model by its name, and a list by what the operation lists. */
export function answerName({ id, answer }: Call): string | null {
  if (answer === null) return null
  return camel(answer.isList ? id.replace(/^list/, '') : answer.name)
}
