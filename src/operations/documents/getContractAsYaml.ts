import type { Operation } from '../../execution/operation.ts'

export const getContractAsYaml: Operation<'getContractAsYaml'> = ({ service }) => Promise.resolve(service.contract.text)
