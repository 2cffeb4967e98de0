import express from 'express'
import type { Request, Response } from 'express'
import type { OperationFacts } from '../contract/contract.ts'
import { pointerTo } from '../contract/json-pointer.ts'
import { Problem, invalidRequest, malformedRequest } from '../problem.ts'

/** The most that a body may hold, decompressed, in bytes. */
export const bodyLimit = 102_400

/** How many arrays and objects may stand within one another. */
const deepest = 64

const readRaw = express.raw({ type: () => true, limit: bodyLimit })
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads the JSON body of a request (RFC 8259), if its operation takes one; what it sends beyond that is left unread.
 * @returns the value, or undefined where there is no body
 * @throws Problem 400, 413 or 415 that says what is wrong with it
 */
export async function readBody(operation: Pick<OperationFacts, 'body'>, request: Request, response: Response): Promise<unknown> {
  if (operation.body === 'none') return undefined
  const length = Number(request.headers['content-length'] ?? 0)
  const hasBody = request.headers['transfer-encoding'] !== undefined || length > 0
  if (hasBody) requireJson(request.headers['content-type'])
  // Refused below as well, but only once all of it has arrived.
  if (length > bodyLimit) throw tooLarge()
  const bytes = hasBody ? await readBytes(request, response) : null
  if (bytes && bytes.length > 0) return parse(bytes)
  if (operation.body === 'required') throw malformedRequest('This operation needs a JSON body.')
  return undefined
}

function requireJson(contentType = ''): void {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';').map((part) => part.trim())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length).replaceAll('"', '')
  if (!/^application\/(?:[\w.!#$&^-]+\+)?json$/.test(type)) {
    throw new Problem('unsupported-media-type', 'Send JSON with "Content-Type: application/json".')
  }
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8') {
    throw new Problem('unsupported-media-type', 'JSON is sent in UTF-8 (RFC 8259 section 8.1). Leave the charset out.')
  }
}

const tooLarge = (): Problem => new Problem('body-too-large', `A body may hold ${bodyLimit} bytes at most, decompressed.`)

function readBytes(request: Request, response: Response): Promise<Buffer> {
  return new Promise((done, failed) => {
    readRaw(request, response, (error: unknown) => {
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
    return new Problem('unsupported-media-type', 'A body may be compressed with gzip, deflate or br, or not at all.', {
      headers: { 'Accept-Encoding': 'gzip, deflate, br' },
    })
  }
  return malformedRequest('The body did not arrive as its headers say: cut short, or not compressed as Content-Encoding says.')
}

function parse(bytes: Buffer): unknown {
  const text = decode(bytes)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's own words quote the body.
    throw malformedRequest('The body is not well-formed JSON.')
  }
  if (text.length > 2 * deepest) refuseDeep(value)
  // Half of a surrogate pair can only come from an escape, and Postgres cannot store one.
  if (/\\u[dD][89a-fA-F]/.test(text)) refuseLoneSurrogates(value)
  return value
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw malformedRequest('The body is not UTF-8.')
  }
}

/** What is nested deeper overflows the stack of whoever goes through it. */
function refuseDeep(root: unknown): void {
  let level = [root]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) throw malformedRequest(`The body is nested deeper than ${deepest} levels.`)
    level = level.flatMap((value): unknown[] => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
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
