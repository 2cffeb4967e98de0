import { parse } from 'yaml'
import { eventStreamType } from '../contract/response.ts'
import type { Declared, DeclaredAnswer, Expectations } from './declared.ts'
import type { Answer, Request } from './http.ts'
import { numberOf, objectsOf } from './json.ts'
import { memberOf } from '../json.ts'
import { Fault } from './outcome.ts'

// A cursor to resume from, before any event.
const startForm = /^(?:retry: \d+\n)?id: .+\n\n/
const etagForm = /^(W\/)?"[\x21\x23-\x7e]*"$/

/** Checks a response against the contract, whatever the request was. @throws Fault */
export function judge(expectations: Expectations, request: Request, answer: Answer): void {
  const { operation, method = operation.method } = request
  const { status } = answer
  const declared = operation.answers.get(status)
  const faults = declared
    ? [
        ...versionFaults(expectations, answer),
        ...headerFaults(expectations, declared, answer),
        ...(declared.mediaType === null || method === 'HEAD' ? emptinessFaults(answer, method) : bodyFaults(expectations, declared, answer)),
        ...(status >= 400 ? problemFaults(answer) : contentFaults(request, answer)),
      ]
    : [`${status}, which ${operation.id} does not declare${excerptOf(answer)}`]
  if (faults.length === 0) return
  throw new Fault(promiseOf(operation, status, declared), faults.join('; '))
}

const promiseOf = (operation: Declared, status: number, declared: DeclaredAnswer | undefined): string =>
  declared ? `${status} as the contract declares it` : `one of ${[...operation.answers.keys()].join(', ')}`

/** The start of a response body, for the report. */
export function excerptOf({ text }: Answer): string {
  const line = text.replace(/\s+/g, ' ')
  return line === '' ? '' : `: ${line.length > 300 ? `${line.slice(0, 300)}…` : line}`
}

function versionFaults({ version }: Expectations, { headers }: Answer): string[] {
  const said = headers.get('API-Version')
  return said?.split('.')[0] === version.split('.')[0] ? [] : [said === null ? 'no API-Version header' : `the API-Version ${said}`]
}

function headerFaults({ faults, follow }: Expectations, { headers: declared }: DeclaredAnswer, { headers }: Answer): string[] {
  return declared.flatMap(({ name, required, schema }) => {
    const value = headers.get(name)
    if (value === null) return required ? [`no ${name} header`] : []
    const found = faults(schema, follow(schema).type === 'integer' ? Number(value) : value)
    if (name === 'ETag' && !etagForm.test(value)) found.push('is not an entity tag (RFC 9110)')
    return found.map((fault) => `header ${name}: ${value} ${fault}`)
  })
}

function emptinessFaults({ status, headers, text }: Answer, method: string): string[] {
  // The headers of a HEAD or a 304 describe the body that a GET would get.
  if (method === 'HEAD' || status === 304) return text === '' ? [] : [`a body${text.slice(0, 100)}`]
  const isEmpty = text === '' && Number(headers.get('Content-Length') ?? 0) === 0 && headers.get('Content-Type') === null
  return isEmpty ? [] : [`a body on a ${status}, which must have none`]
}

function bodyFaults({ faults }: Expectations, { mediaType, schema }: DeclaredAnswer, answer: Answer): string[] {
  const contentType = answer.headers.get('Content-Type') ?? ''
  const [given = ''] = contentType.split(';')
  if (given.trim().toLowerCase() !== mediaType) return [`Content-Type "${contentType}" instead of ${mediaType}`]
  if (mediaType.endsWith('json') && answer.json === undefined) return ['a body that is not JSON']
  if (mediaType === eventStreamType) return startForm.test(answer.text) ? [] : [`a stream that starts with ${answer.text.slice(0, 100)}`]
  const value: unknown = mediaType.endsWith('json') ? answer.json : mediaType.endsWith('yaml') ? parse(answer.text) : answer.text
  return schema ? faults(schema, value).map((fault) => `the body: ${fault}`) : []
}

function problemFaults({ status, json }: Answer): string[] {
  const [said, detail, message] = [memberOf(json, 'status'), memberOf(json, 'detail'), memberOf(json, 'message')]
  return [
    ...(said === status ? [] : [`status ${JSON.stringify(said)} in the problem document`]),
    ...(message === detail ? [] : ['a message that differs from the detail']),
  ]
}

function contentFaults({ who }: Request, { headers, json }: Answer): string[] {
  const strange = who === null ? undefined : objectsOf(json).find((row) => 'user_id' in row && row['user_id'] !== who.id)
  const [etag, version] = [headers.get('ETag'), numberOf(json, 'version')]
  return [
    ...(strange ? [`a row of user ${String(strange['user_id'])} in a response to user ${who?.id ?? 0}`] : []),
    ...(etag === null || Number.isNaN(version) || etag === `"${version}"` ? [] : [`ETag ${etag} for version ${version}`]),
  ]
}
