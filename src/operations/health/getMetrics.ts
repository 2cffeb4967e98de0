import type { Operation } from '../../execution/operation.ts'

export const getMetrics: Operation<'getMetrics'> = ({ service }) => service.metrics.text()
