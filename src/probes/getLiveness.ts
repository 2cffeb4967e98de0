import type { Operation } from '../operation.ts'

export const getLiveness: Operation<'getLiveness'> = () => Promise.resolve({ status: 'ok' })
