import type { Operation } from '../../execution/operation.ts'

export const getLiveness: Operation<'getLiveness'> = () => Promise.resolve({ status: 'ok' })
