import type { Operation } from '../../execution/operation.ts'

export const getContractAsJson: Operation<'getContractAsJson'> = ({ service }) => Promise.resolve(service.contract.document)
