import type { Operation } from '../../execution/operation.ts'
import { unavailable } from '../../problem.ts'

export const getReadiness: Operation<'getReadiness'> = async ({ service }) => {
  if (!(await service.ready())) throw unavailable('The database does not respond, or the service is stopping.')
  return { status: 'ok' }
}
