// openapi.yaml → the same as JSON.
import { readContract } from './contract-file.ts'

/** The text of src/generated/document.ts. */
export const documentText = (): string =>
  [
    '// Generated from openapi.yaml by "npm run generate". Do not edit.',
    '/** openapi.yaml as JSON: a text, which is read in a hundredth of the time that an expression takes to compile. */',
    `export const contractJson = ${JSON.stringify(JSON.stringify(readContract().document))}`,
    '',
  ].join('\n')
