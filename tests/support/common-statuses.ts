import type { Declared } from '../../src/conformance/declared.ts'

/**
 * The statuses that come about in the same way for every operation, as far as this one declares them: what tests/shared/
 * every-operation.test.ts tests. A 401 of an operation without a token is its own, and is tested by its own file.
 */
export function commonStatuses(operation: Declared): number[] {
  const { secured, path, parameters, body, statuses, countsEach } = operation
  const takesBody = body !== 'none'
  const applies = {
    304: true,
    401: secured,
    403: path.includes('{user_id}'),
    408: takesBody,
    409: true,
    410: parameters.some(({ name }) => name === 'as_of'),
    // A batch has no representation; those of its operations are tested in its own file.
    412: countsEach === null,
    413: takesBody,
    415: takesBody,
    422: true,
    429: true,
    503: true,
  }
  return Object.entries(applies).flatMap(([status, does]) => (does && statuses.includes(Number(status)) ? [Number(status)] : []))
}
