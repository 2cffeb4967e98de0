import type { Operation } from '../operation.ts'

export const getContractAsYaml: Operation<'getContractAsYaml'> = ({ service }) => Promise.resolve(service.contract.text)
