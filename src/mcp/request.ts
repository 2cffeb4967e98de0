import { textOf } from '../contract/parameters.ts'
import { invalidRequest } from '../problem.ts'
import type { FieldError, Problem } from '../problem.ts'
import type { Tool } from './tools.ts'

/** The HTTP request of a tool call; header names are in lower case. */
export type ToolRequest = { method: string; path: string; headers: Record<string, string>; body: unknown }

/**
 * Builds the request of a tool call. The service validates the arguments; here each only gets its place, and must not leave it.
 * The service rejects unknown nested fields, as the request is strict.
 * @returns a Problem 400 that names each invalid argument, if there is one
 */
export function requestOf({ operation, inputs }: Tool, given: Readonly<Record<string, unknown>>): ToolRequest | Problem {
  const errors: FieldError[] = []
  const fault = (parameter: string, detail: string): void => void errors.push({ parameter, detail })
  let path = operation.path.replace('{user_id}', 'me')
  const query: string[] = []
  const headers: Record<string, string> = {}
  const preferences = ['handling=strict']
  const fields: [string, unknown][] = []

  for (const name of Object.keys(given)) if (!inputs.has(name)) fault(name, 'is not an input of this tool')
  for (const { name, place, field, required } of inputs.values()) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (value === undefined) {
      if (required) fault(name, 'is required')
      continue
    }
    if (place === 'body') fields.push([field, value])
    if (place === 'query') for (const each of Array.isArray(value) ? value : [value]) query.push(`${field}=${encoded(each)}`)
    if (place === 'header') {
      if (/^[\t\x20-\x7e]*$/.test(textOf(value))) headers[field.toLowerCase()] = textOf(value)
      else fault(name, 'must contain only ASCII characters')
    }
    if (place === 'preference') {
      if (typeof value !== 'boolean') fault(name, 'must be true or false')
      else if (value) preferences.push(field)
    }
    if (place === 'path') {
      // These would change the path to that of another operation.
      if (/^\.{0,2}$/.test(textOf(value))) fault(name, 'must not be empty or consist only of dots')
      // A function, because "$" is special in a replacement string.
      path = path.replace(`{${field}}`, () => encoded(value))
    }
  }
  if (errors.length > 0) return invalidRequest(errors)
  const body = fields.length > 0 || operation.body === 'required' ? Object.fromEntries(fields) : undefined
  return {
    method: operation.method,
    path: query.length > 0 ? `${path}?${query.join('&')}` : path,
    headers: { prefer: preferences.join(', '), ...headers },
    body,
  }
}

const encoded = (value: unknown): string => encodeURIComponent(textOf(value).toWellFormed())
