// openapi.yaml → the contract as JSON.
import { readContract } from './contract-file.ts'

/** The text of src/generated/document.ts. */
export const documentText = (): string =>
  [
    '// Generated from openapi.yaml by "npm run generate". Do not edit.',
    '/** openapi.yaml as a JSON string: to parse it takes a hundredth of the time that compiling an object takes. */',
    `export const contractJson = ${JSON.stringify(JSON.stringify(readContract().document))}`,
    '',
  ].join('\n')
