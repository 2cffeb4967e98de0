import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { Problem, malformedRequest } from '../problem.ts'

/**
 * Rejects a request without exactly one host (RFC 9112 section 3.2): a proxy may have routed it by another one.
 */
export const requireHost: RequestHandler = (request, _response, next) => {
  const [host, ...others] = headerValues(request, 'host')
  const isClear = host === undefined ? request.httpVersion === '1.0' : others.length === 0 && hostForm.test(host)
  if (!isClear) throw malformedRequest('Send exactly one Host header, with only a host in it.')
  next()
}

/** Rejects an expectation that the service cannot meet (RFC 9110 section 10.1.1). */
export const requireKnownExpectation: RequestHandler = ({ headers: { expect } }, _response, next) => {
  if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
    throw new Problem('expectation-failed', 'The only expectation that is supported is "Expect: 100-continue". Omit the header.', {
      headers: { Connection: 'close' },
    })
  }
  next()
}

const hostForm = /^(?:\[[0-9A-Fa-f:.]+\]|[\w\-.~!$&'()*+,;=%]*)(?::\d*)?$/

/** All values of a header as sent; Node joins or drops repeated ones. */
export function headerValues({ rawHeaders }: IncomingMessage, name: string): string[] {
  const values: string[] = []
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const given = rawHeaders[index] ?? ''
    // Compare lengths first: most headers of a request are others.
    if (given.length === name.length && given.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '')
  }
  return values
}

/** The client's request id if it is valid, else none. */
export const saneRequestId = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' && /^[A-Za-z0-9._:-]{1,128}$/.test(value) ? value : null
