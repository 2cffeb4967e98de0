// Reads openapi.yaml itself, as the generated files may be out of date.
import { parse } from 'yaml'
import { contractText, operationsOf } from '../../src/contract/contract.ts'
import type { Contract, ContractDocument } from '../../src/contract/contract.ts'
import { refuseUnknownWords } from './words-of-its-own.ts'

let contract: Contract | null = null

/** Reads the contract, once. @throws if the file is missing or is not YAML, or if its head does not explain an extension (`x-…`) */
export function readContract(): Contract {
  contract ??= read()
  return contract
}

function read(): Contract {
  const text = contractText()
  const document = parse(text) as ContractDocument // the linter checks its shape
  refuseUnknownWords(text, document)
  return { text, document, operations: operationsOf(document) }
}
