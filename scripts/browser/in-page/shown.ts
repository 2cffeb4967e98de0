/** What the front end shows of a task. */
export type Task = { id: number; title: string; completed: boolean }

/** Whether what came is a task. */
export function isTask(value: unknown): value is Task {
  return typeof value === 'object' && value !== null && 'id' in value && 'title' in value && 'completed' in value
}

/** What a problem document says, and of which fields. */
export function wordsOf(problem: unknown): string {
  const { detail = '', errors = [] } = record(problem)
  const fields = Array.isArray(errors) ? errors.map(record).map((error) => `${String(error['pointer'])}: ${String(error['detail'])}`) : []
  return [String(detail), ...fields].join(' | ')
}

const record = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {})

/** The page's element of that kind. */
export function find<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const element = document.querySelector(selector)
  if (!(element instanceof kind)) throw new Error(`The page has no ${selector}`)
  return element
}

/** What was typed into a field. */
export function typed(form: HTMLFormElement, field: string): string {
  const value = new FormData(form).get(field)
  return typeof value === 'string' ? value : ''
}
