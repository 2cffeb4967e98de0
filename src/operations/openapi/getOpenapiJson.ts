import type { Operation } from '../../execution/operation.ts'

export const getOpenapiJson: Operation<'getOpenapiJson'> = ({ service }) => Promise.resolve(service.contract.document)
