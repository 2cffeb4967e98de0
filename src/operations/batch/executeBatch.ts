import type { ApiResponse } from '../../contract/response.ts'
import type { Operation } from '../../execution/operation.ts'
import { Problem } from '../../problem.ts'
import { resolveReferences } from '../../domain/batch/result-references.ts'

type Result = { status: number; headers: Record<string, string>; body?: unknown }

export const executeBatch: Operation<'executeBatch'> = async ({ body: { atomic, operations }, perform, db }) => {
  const answers: ({ body: unknown } | null)[] = []
  const results: Result[] = []
  for (const [index, item] of operations.entries()) {
    const place = `#/operations/${index}`
    const work = (): Promise<ApiResponse> => {
      const filled = { ...item }
      for (const part of ['params', 'query', 'body'] as const) {
        if (item[part]) filled[part] = resolveReferences(item[part], answers, `${place}/${part}`) as Record<string, unknown> // an object still
      }
      return perform(filled, place)
    }
    const result = atomic ? resultOf(await work()) : await db.savepoint(work).then(resultOf, refusalOf)
    results.push(result)
    answers.push(result.status < 400 ? { body: result.body } : null)
  }
  return { results }
}

const resultOf = ({ status, headers, body }: ApiResponse): Result => ({ status, headers: textsOf(headers), body })

/** A refusal is a result as well; an error of ours is one of the whole. */
function refusalOf(error: unknown): Result {
  if (!(error instanceof Problem) || error.status >= 500) throw error
  return { status: error.status, headers: { ...error.headers }, body: error.document('/') }
}

const textsOf = (headers: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
