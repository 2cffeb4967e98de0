import { textOf } from '../contract/parameters.ts'
import { invalidRequest } from '../problem.ts'
import type { FieldError, Problem } from '../problem.ts'
import type { Tool } from './tools.ts'

/** What a tool's call asks of the service, as the HTTP request it stands for; header names are in lower case. */
export type ToolRequest = { method: string; path: string; headers: Record<string, string>; body: unknown }

/**
 * The request that a call stands for. What its arguments are is for the service to judge; here it is only seen that each has a
 * place, and stays in it. Unknown fields deeper down are refused by the service, as the request is strict.
 * @returns a Problem 400 that names each argument at fault, where there is one
 */
export function requestOf({ operation, inputs }: Tool, given: Readonly<Record<string, unknown>>): ToolRequest | Problem {
  const errors: FieldError[] = []
  const fault = (parameter: string, detail: string): void => void errors.push({ parameter, detail })
  let path = operation.path.replace('{user_id}', 'me')
  const query: string[] = []
  const headers: Record<string, string> = { prefer: 'handling=strict' }
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
      else fault(name, 'must be ASCII characters')
    }
    if (place === 'path') {
      // A URL's path ends or climbs at these, so that it would be another operation's.
      if (/^\.{0,2}$/.test(textOf(value))) fault(name, 'must not be empty, nor dots alone')
      // Given as a function, as a text would have its "$" read.
      path = path.replace(`{${field}}`, () => encoded(value))
    }
  }
  if (errors.length > 0) return invalidRequest(errors)
  const body = fields.length > 0 || operation.body === 'required' ? Object.fromEntries(fields) : undefined
  return { method: operation.method, path: query.length > 0 ? `${path}?${query.join('&')}` : path, headers, body }
}

const encoded = (value: unknown): string => encodeURIComponent(textOf(value).toWellFormed())
