import type { ContractDocument } from '../contract/contract.ts'
import { samples } from '../generated/samples.ts'

/** The contract as the portal shows it: each operation with how it is called in each language there is a client for. */
export function withSamples(contract: ContractDocument): object {
  const paths = Object.entries(contract.paths).map(([path, item]) => {
    const parts = Object.entries(item).map(([name, part]) => [name, 'operationId' in part ? { ...part, 'x-codeSamples': samples[part.operationId] } : part] as const)
    return [path, Object.fromEntries<unknown>(parts)] as const
  })
  return { ...contract, paths: Object.fromEntries<unknown>(paths) }
}
