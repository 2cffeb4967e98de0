import type { Operation } from '../operation.ts'

export const getMetrics: Operation<'getMetrics'> = ({ service }) => service.metrics.text()
