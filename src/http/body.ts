import * as contentType from 'content-type'
import express from 'express'
import type { Request, Response } from 'express'
import type { OperationFacts } from '../contract/contract.ts'
import { pointerTo } from '../contract/json-pointer.ts'
import { Problem, invalidRequest, malformedRequest, requestTimeout } from '../problem.ts'
import { pairsOf } from './target.ts'

/** The maximum size of a decompressed body, in bytes. */
export const bodyLimit = 102_400

/** How long a client without a token may take to send a body; one with a token may take as long as for any request. */
const anonymousBodyMs = 5_000

/** The maximum nesting depth of arrays and objects. */
const deepest = 64

const readRaw = express.raw({ type: () => true, limit: bodyLimit })
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads the JSON body of a request (RFC 8259), or a form where its operation takes one; any other body is left unread.
 * @returns the value, or undefined without a body
 * @throws Problem 400, 408, 413 or 415 that says what is wrong
 */
export async function readBody(operation: Pick<OperationFacts, 'body' | 'secured' | 'alsoForm'>, request: Request, response: Response): Promise<unknown> {
  if (operation.body === 'none') return undefined
  const length = Number(request.headers['content-length'] ?? 0)
  const hasBody = request.headers['transfer-encoding'] !== undefined || length > 0
  const isForm = hasBody && operation.alsoForm && request.is('application/x-www-form-urlencoded') !== false
  if (hasBody) requireText(request, isForm)
  // Also rejected below, but only once all of it has arrived.
  if (length > bodyLimit) throw tooLarge()
  const bytes = hasBody ? await readBytes(request, response, operation.secured ? null : anonymousBodyMs) : null
  if (bytes && bytes.length > 0) return isForm ? parseForm(bytes) : parse(bytes)
  if (operation.body === 'required') throw malformedRequest('This operation requires a JSON body.')
  return undefined
}

function requireText(request: Request, isForm: boolean): void {
  if (!isForm && request.is(['application/json', 'application/*+json']) === false) {
    throw new Problem('unsupported-media-type', 'Send JSON with "Content-Type: application/json".')
  }
  const { charset = 'utf-8' } = contentType.parse(request.headers['content-type'] ?? '').parameters
  if (!/^utf-?8$/i.test(charset)) {
    throw new Problem('unsupported-media-type', 'The body must be UTF-8 (RFC 8259 section 8.1). Omit the charset.')
  }
}

const tooLarge = (): Problem => new Problem('body-too-large', `A body can have at most ${bodyLimit} bytes after decompression.`)

function readBytes(request: Request, response: Response, timeoutMs: number | null): Promise<Buffer> {
  // A client that waits for it (RFC 9110 section 10.1.1) has sent nothing yet, and is refused without its body until here.
  if (request.headers.expect !== undefined && request.httpVersion !== '1.0') response.writeContinue()
  return new Promise((done, failed) => {
    const late = timeoutMs === null ? undefined : setTimeout(() => failed(requestTimeout()), timeoutMs)
    readRaw(request, response, (error: unknown) => {
      clearTimeout(late)
      if (error) return failed(refusalOf(error))
      const body: unknown = request.body
      done(Buffer.isBuffer(body) ? body : Buffer.alloc(0))
    })
  })
}

function refusalOf(error: unknown): Problem {
  const type = error instanceof Error && 'type' in error ? error.type : ''
  if (type === 'entity.too.large') return tooLarge()
  if (type === 'encoding.unsupported') {
    return new Problem('unsupported-media-type', 'A body can be compressed with gzip, deflate or br, or not at all.', {
      headers: { 'Accept-Encoding': 'gzip, deflate, br' },
    })
  }
  return malformedRequest('The body does not match its headers: it was cut short, or is not compressed as Content-Encoding says.')
}

function parse(bytes: Buffer): unknown {
  const text = decode(bytes)
  if (text.length > 2 * deepest && isDeep(text)) throw malformedRequest(`The body is nested deeper than ${deepest} levels.`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message quotes the body.
    throw malformedRequest('The body is not well-formed JSON.')
  }
  // Half of a surrogate pair can only come from an escape, and Postgres cannot store one.
  if (/\\u[dD][89a-fA-F]/.test(text)) refuseLoneSurrogates(value)
  return value
}

/** @throws Problem 400 for a field that is given twice */
function parseForm(bytes: Buffer): unknown {
  const fields = new Map<string, string>()
  for (const [name, value] of pairsOf(decode(bytes))) {
    if (fields.has(name)) throw invalidRequest([{ pointer: pointerTo('#', name), detail: 'must be given once' }])
    fields.set(name, value)
  }
  return Object.fromEntries(fields)
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw malformedRequest('The body is not UTF-8.')
  }
}

/**
 * Whether arrays and objects are nested too deep: that would overflow the stack of recursive code. Read off the text, as building
 * fifty thousand nested values takes longer than anything else in a request.
 */
function isDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    // What follows a backslash ends no string.
    if (inString && character === '\\') index += 1
    else if (character === '"') inString = !inString
    else if (inString) continue
    else if (character === '[' || character === '{') depth += 1
    else if (character === ']' || character === '}') depth -= 1
    if (depth > deepest) return true
  }
  return false
}

function refuseLoneSurrogates(root: unknown): void {
  const pending: [pointer: string, value: unknown][] = [['#', root]]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [pointer, value] = next
    if (typeof value === 'string' && !value.isWellFormed()) {
      const detail = 'must be well-formed Unicode, without half of a surrogate pair'
      throw invalidRequest([{ pointer: pointer.toWellFormed(), detail }])
    }
    if (typeof value !== 'object' || value === null) continue
    for (const [key, child] of Object.entries(value)) pending.push([pointerTo(pointer, key), key], [pointerTo(pointer, key), child])
  }
}
