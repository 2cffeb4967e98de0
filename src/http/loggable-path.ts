import type { OperationFacts } from '../contract/contract.ts'
import { requestPath } from './target.ts'
import { isWord } from './words.ts'

/** The path of a request for a log line: without what may be text of a user or a secret, and of bounded length. */
export type LoggablePath = (url: string) => string

const mostSegments = 12

/** Keeps the words of the API and integer ids; every other segment, and the rest of a long path, is shown as `…`. The query is left out. */
export function createLoggablePath(operations: readonly OperationFacts[]): LoggablePath {
  const paths = operations.flatMap(({ path, alsoAt }) => [path, ...alsoAt])
  const words = new Set(['docs', 'guides', 'mcp', 'problems', ...paths.flatMap((path) => path.split('/')).filter((segment) => !segment.startsWith('{'))])
  const shown = (segment: string): string => (words.has(segment) || isWord(segment) || /^\d{1,16}$/.test(segment) ? segment : '…')
  return (url) => {
    const segments = requestPath(url).slice(1).split('/')
    const kept = segments.slice(0, mostSegments).map(shown)
    return `/${[...kept, ...(segments.length > mostSegments ? ['…'] : [])].join('/')}`
  }
}
