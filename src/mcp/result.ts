import type { Problem } from '../problem.ts'
import { inputNameOf } from './tools.ts'
import type { Tool } from './tools.ts'

/** What the service answered to a tool's request; the body is JSON's value, or else the text. */
export type ToolResponse = { status: number; headers: Headers; body: unknown }

/** A refusal of our own, as if the service had answered it. */
export const responseOf = (problem: Problem): ToolResponse =>
  ({ status: problem.status, headers: new Headers(problem.headers), body: problem.document('/') })

/** What `tools/call` gives back. */
export type ToolResult = { content: { type: 'text'; text: string }[]; structuredContent?: object; isError?: true }

/** The answer as a result: the body with where a list goes on, and a problem as an error that a model can act on. */
export function resultOf({ card, done }: Tool, { status, headers, body }: ToolResponse): ToolResult {
  // Not as structured content too: clients would hold it to the output schema.
  if (status >= 400) return { content: [textBlock(errorText(status, headers, body))], isError: true }
  if (!card.outputSchema || typeof body !== 'object' || body === null) return { content: [textBlock(done)] }
  const structuredContent = Array.isArray(body) ? { items: body, ...nextCursorOf(headers) } : body
  return { content: [textBlock(JSON.stringify(structuredContent))], structuredContent }
}

const textBlock = (text: string) => ({ type: 'text', text }) as const

/** Where the next page starts, out of `Link`. */
function nextCursorOf(headers: Headers): { next_cursor?: string } {
  const target = /<([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1]
  const cursor = target === undefined ? null : new URLSearchParams(target.split('?')[1]).get('cursor')
  return cursor === null ? {} : { next_cursor: cursor }
}

/** What went wrong, each input at fault, and when to try again: what a problem document says, in a model's terms. */
function errorText(status: number, headers: Headers, problem: unknown): string {
  const title = textIn(problem, 'title') ?? `The service answered ${status}`
  const detail = textIn(problem, 'detail')
  const errors = memberOf(problem, 'errors')
  const wait = headers.get('retry-after')
  return [
    `${title} (${status})`,
    ...(detail === undefined ? [] : [detail]),
    ...(Array.isArray(errors) ? errors.map(faultText) : []),
    ...(wait === null ? [] : [`Wait for ${wait} s before you try again.`]),
  ].join('\n')
}

/** `- due/date: must be …`, by the name that the input has in the tool. */
function faultText(error: unknown): string {
  const [pointer, header] = [textIn(error, 'pointer'), textIn(error, 'header')]
  const place = pointer?.replace(/^#\/?/, '') ?? (header === undefined ? textIn(error, 'parameter') : inputNameOf(header))
  return `- ${place || 'the inputs'}: ${textIn(error, 'detail') ?? 'is wrong'}`
}

function textIn(value: unknown, name: string): string | undefined {
  const member = memberOf(value, name)
  return typeof member === 'string' ? member : undefined
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
