import type { Operation } from '../../execution/operation.ts'

export const getOpenapiYaml: Operation<'getOpenapiYaml'> = ({ service }) => Promise.resolve(service.contract.text)
