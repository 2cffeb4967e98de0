import { bytesOf } from '../execution/size.ts'
import { memberOf } from '../json.ts'
import { requestTooCostly } from '../problem.ts'
import type { Problem } from '../problem.ts'
import { inputNameOf } from './tools.ts'
import type { Tool } from './tools.ts'

/** The service's response to a tool's request; the body is the JSON value, or else the text. */
export type ToolResponse = { status: number; headers: Headers; body: unknown }

/** A problem of our own, as a response of the service. */
export const responseOf = (problem: Problem): ToolResponse => ({ status: problem.status, headers: new Headers(problem.headers), body: problem.document('/') })

/** The result of `tools/call`: JSON as text, which every client shows to its model. As structured content too it would be there twice. */
export type ToolResult = { content: { type: 'text'; text: string }[]; isError?: true }

/**
 * Converts a response: the body, with the cursor of the next page, and a problem as an error that a model can act on.
 * @param maxBytes the size that the result may have in JSON
 */
export function resultOf(tool: Tool, { status, headers, body }: ToolResponse, maxBytes: number): ToolResult {
  if (status >= 400) return { content: [textBlock(errorText(status, headers, body))], isError: true }
  if (typeof body !== 'object' || body === null) return { content: [textBlock(tool.done)] }
  const text = JSON.stringify(Array.isArray(body) ? { items: body, ...nextCursorOf(headers) } : body)
  const bytes = bytesAsString(text, maxBytes)
  if (bytes > maxBytes) return resultOf(tool, responseOf(tooLong(tool, Array.isArray(body) ? body.length : null, bytes, maxBytes)), maxBytes)
  return { content: [textBlock(text)] }
}

/** The bytes of a string in JSON; an upper bound for a short one. */
function bytesAsString(text: string, maxBytes: number): number {
  // Of its characters, only quotes and backslashes are escaped.
  const most = Buffer.byteLength(text) * 2
  return most <= maxBytes ? most : bytesOf(text)
}

/** @param items the number of items of a list; null for any other result */
function tooLong({ inputs }: Tool, items: number | null, bytes: number, maxBytes: number): Problem {
  const limit = Math.max(1, Math.floor((((items ?? 1) * maxBytes) / bytes) * limitMargin))
  const advice = items !== null && inputs.has('limit') ? `Call again with a limit of ${limit}.` : 'Send the request over HTTP, which takes less.'
  return requestTooCostly(`The result takes ${bytes} bytes. It may take ${maxBytes}. ${advice}`)
}

// The items of another page may be longer.
const limitMargin = 0.9

const textBlock = (text: string) => ({ type: 'text', text }) as const

/** The cursor of the next page, from `Link`. */
function nextCursorOf(headers: Headers): { next_cursor?: string } {
  const target = /<([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]
  const cursor = target === undefined ? null : new URLSearchParams(target.split('?')[1]).get('cursor')
  return cursor === null ? {} : { next_cursor: cursor }
}

/** The text of a problem document for a model: the cause, each invalid input, and when to retry. */
function errorText(status: number, headers: Headers, problem: unknown): string {
  const title = textIn(problem, 'title') ?? `The service responded with ${status}`
  const detail = textIn(problem, 'detail')
  const errors = memberOf(problem, 'errors')
  const wait = headers.get('retry-after')
  return [
    `${title} (${status})`,
    ...(detail === undefined ? [] : [detail]),
    ...(Array.isArray(errors) ? errors.map(faultText) : []),
    ...(wait === null ? [] : [`Wait ${wait} s before you retry.`]),
  ].join('\n')
}

/** `- due/date: must be …`, with the tool's name of the input. */
function faultText(error: unknown): string {
  const [pointer, header] = [textIn(error, 'pointer'), textIn(error, 'header')]
  const place = pointer?.replace(/^#\/?/, '') ?? (header === undefined ? textIn(error, 'parameter') : inputNameOf(header))
  const [base, theirs] = [memberOf(error, 'base'), memberOf(error, 'theirs')]
  const values = theirs === undefined ? '' : `, from ${JSON.stringify(base)} to ${JSON.stringify(theirs)}`
  return `- ${place || 'the inputs'}: ${textIn(error, 'detail') ?? 'is invalid'}${values}`
}

function textIn(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name)
  return typeof member === 'string' ? member : undefined
}
