// The programs in documents, so that a check can run them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../support/service.ts'

/**
 * The blocks of a language in a Markdown file, in order, as one program.
 * @param name becomes part of the e-mail addresses, as several programs register at one service
 */
export function programIn(file: string, language: string, name: string): string {
  const blocks = [...readFileSync(join(root, file), 'utf8').matchAll(/^```(\w+)\n(.*?)^```$/gms)]
  const program = blocks.flatMap(([, each, code = '']) => (each === language ? [code] : [])).join('\n')
  return program.replaceAll('alice@example.com', `alice-${name}@example.com`)
}
