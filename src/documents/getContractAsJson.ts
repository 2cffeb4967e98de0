import type { Operation } from '../operation.ts'

export const getContractAsJson: Operation<'getContractAsJson'> = ({ service }) => Promise.resolve(service.contract.document)
