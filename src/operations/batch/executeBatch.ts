import type { ApiResponse } from '../../contract/response.ts'
import type { Operation } from '../../execution/operation.ts'
import { bytesOf, maxResponseBytes } from '../../execution/size.ts'
import { Problem, requestTooCostly } from '../../problem.ts'
import { createReferenceResolver } from '../../domain/batch/result-references.ts'

const tooLong = (): Problem =>
  requestTooCostly(
    `The responses of this batch would hold more than ${maxResponseBytes} bytes. Send fewer operations at once, or list fewer things with limit.`,
  )

type Result = { status: number; headers: Record<string, string>; body?: unknown }

export const executeBatch: Operation<'executeBatch'> = async ({ body: { atomic, operations }, perform, db, report, service }) => {
  const answers: ({ body: unknown } | null)[] = []
  const results: Result[] = []
  // A batch takes turns with other requests: no operation starts later than this.
  const deadline = performance.now() + service.writeTimeoutMs
  let bytes = 0
  const resolve = createReferenceResolver(answers)
  /** An error response is a result as well; a 5xx fails the whole batch. */
  const refusalOf = (error: unknown): Result => {
    if (!(error instanceof Problem) || error.status >= 500) throw error
    if (error.event) report(error.event)
    return { status: error.status, headers: { ...error.headers }, body: error.document('/') }
  }
  for (const [index, item] of operations.entries()) {
    const place = `#/operations/${index}`
    const work = async (): Promise<ApiResponse> => {
      if (bytes > maxResponseBytes) throw tooLong()
      if (performance.now() > deadline)
        throw requestTooCostly(`The operations before this one took longer than ${service.writeTimeoutMs / 1_000} seconds. Send fewer of them in one batch.`)
      const filled = { ...item }
      for (const part of ['params', 'query', 'body'] as const) {
        if (item[part]) filled[part] = resolve(item[part], `${place}/${part}`) as Record<string, unknown> // an object still
      }
      const response = await perform(filled, place)
      bytes += bytesOf(response.body)
      if (bytes > maxResponseBytes) throw tooLong()
      return response
    }
    const result = atomic ? resultOf(await work()) : await db.savepoint(work).then(resultOf, refusalOf)
    results.push(result)
    answers.push(result.status < 400 ? { body: result.body } : null)
  }
  return { results }
}

const resultOf = ({ status, headers, body }: ApiResponse): Result => ({ status, headers: textsOf(headers), body })

const textsOf = (headers: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
