/** The bundled PostgreSQL cannot run: why, and what to do, in one line. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
}

/** Takes anything thrown and gives its system code (ENOENT, EACCES ...), or '' when it carries none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** Gives what the file system answers, or undefined where it fails with that system code. */
export async function unless<T>(code: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (codeOf(error) === code) return undefined
    throw error
  }
}

/** Takes anything thrown and gives its message on a single line. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').trim()
}

/** Takes what PostgreSQL's programs printed and gives the one line that tells why they gave up. */
export function reasonIn(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const relevant =
    lines.findLast((line) => /\b(FATAL|PANIC): /.test(line)) ??
    lines.findLast((line) => /\berror\b/i.test(line)) ??
    lines.at(-1) ??
    'it stopped without a message'
  return relevant.replace(/^.*?\b(FATAL|PANIC): +/, '$1: ')
}
