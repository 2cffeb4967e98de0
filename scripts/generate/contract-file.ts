// openapi.yaml as it stands, whatever was generated from it before.
import { parse } from 'yaml'
import { contractText, operationsOf } from '../../src/contract/contract.ts'
import type { Contract, ContractDocument } from '../../src/contract/contract.ts'

let contract: Contract | null = null

/** Reads the contract, once. @throws when the file is missing or is not YAML */
export function readContract(): Contract {
  contract ??= read()
  return contract
}

function read(): Contract {
  const text = contractText()
  const document = parse(text) as ContractDocument // the linter has seen to its shape
  return { text, document, operations: operationsOf(document) }
}
