/** The fields of a task that the front end shows. */
export type Task = { id: number; title: string; completed: boolean }

/** Whether a value is a task. */
export function isTask(value: unknown): value is Task {
  return typeof value === 'object' && value !== null && 'id' in value && 'title' in value && 'completed' in value
}

/** The words of a problem document, with the fields at fault. */
export function wordsOf(problem: unknown): string {
  const { detail = '', errors = [] } = record(problem)
  const fields = Array.isArray(errors) ? errors.map(record).map((error) => `${String(error['pointer'])}: ${String(error['detail'])}`) : []
  return [String(detail), ...fields].join(' | ')
}

const record = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {})

/** The page's element of a kind. */
export function find<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const element = document.querySelector(selector)
  if (!(element instanceof kind)) throw new Error(`The page has no ${selector}`)
  return element
}

/** The value of a form field. */
export function typed(form: HTMLFormElement, field: string): string {
  const value = new FormData(form).get(field)
  return typeof value === 'string' ? value : ''
}
