// The only file that imports the inside of express-openapi-validator: its classes are not part of its published interface. With another version
// of it, look here first; .github/decisions/validation.md says why we use them.
import { AjvOptions } from 'express-openapi-validator/dist/framework/ajv/options.js'
import { SchemaPreprocessor } from 'express-openapi-validator/dist/middlewares/parsers/schema.preprocessor.js'
import type { ContractDocument, Declaration } from './contract.ts'

export { BadRequest } from 'express-openapi-validator/dist/framework/types.js'
export { RequestValidator } from 'express-openapi-validator/dist/middlewares/openapi.request.validator.js'
export { ResponseValidator } from 'express-openapi-validator/dist/middlewares/openapi.response.validator.js'

/** A schema that Ajv compiled. It coerces parameters and fills in defaults, in place. */
export type Check = (value: unknown) => unknown

/** The parts we use of Ajv, which express-openapi-validator compiles schemas with. */
export type Compiler = {
  getSchema(key: string): Check | undefined
  formats: Record<string, unknown>
  addFormat(name: string, format: object): unknown
  addKeyword(definition: object): unknown
}

/** How schemas are compiled: express-openapi-validator's settings as Ajv options. */
export const ajvOptions = new AjvOptions({
  validateRequests: { allowUnknownQueryParameters: true, coerceTypes: false, allErrors: true },
  validateResponses: { allErrors: true },
  ajvFormats: { mode: 'full' },
  validateFormats: true,
  formats: {},
  serDes: [],
} as never) // the type also requires settings of parts that are not used here

/** Operations without references, by path and by method in lower case. */
export type Paths = Record<string, Record<string, Partial<Declaration>>>

/** The document with only these operations: a schema is compiled with its document, in time that grows with the document. */
export const only = ({ openapi, info }: ContractDocument, paths: Paths): never => ({ openapi, info, paths, components: {} }) as never // all that the library reads; its type requires more

/** Operations as express-openapi-validator prepares them for its request and response validators. It modifies its arguments. */
export function prepare(document: ContractDocument, paths: Paths): { requests: Paths; answers: Paths } {
  const preprocessor = new SchemaPreprocessor(only(document, paths), ajvOptions.preprocessor, ajvOptions.response)
  const { apiDoc, apiDocRes } = preprocessor.preProcess()
  return { requests: apiDoc.paths as never, answers: apiDocRes.paths as never } // the same shape as the input
}
