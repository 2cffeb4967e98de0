import { AjvOptions } from 'express-openapi-validator/dist/framework/ajv/options.js'
import { SchemaPreprocessor } from 'express-openapi-validator/dist/middlewares/parsers/schema.preprocessor.js'
import type { ContractDocument, Declaration } from './contract.ts'

/** A schema that Ajv compiled. It coerces parameters and fills in defaults, in place. */
export type Check = (value: unknown) => unknown

/** What is used of Ajv, which express-openapi-validator compiles schemas with. */
export type Compiler = {
  getSchema(key: string): Check | undefined
  formats: Record<string, unknown>
  addFormat(name: string, format: object): unknown
}

/** How schemas are compiled: express-openapi-validator's settings, in Ajv's words. */
export const ajvOptions = new AjvOptions({
  validateRequests: { allowUnknownQueryParameters: true, coerceTypes: false, allErrors: true },
  validateResponses: { allErrors: true },
  ajvFormats: { mode: 'full' },
  validateFormats: true,
  formats: {},
  serDes: [],
} as never) // the type asks for the settings of the parts that are not used here too

/** Operations without references, by path and by method in lower case. */
export type Paths = Record<string, Record<string, Partial<Declaration>>>

/** The document with those operations alone: a schema is compiled with all of the document around it, in time that grows with that. */
export const only = ({ openapi, info }: ContractDocument, paths: Paths): never =>
  ({ openapi, info, paths, components: {} }) as never // all that the library looks at; its type asks for more

/** Operations as express-openapi-validator prepares them for its validators of requests, and of answers. It changes what it is given. */
export function prepare(document: ContractDocument, paths: Paths): { requests: Paths; answers: Paths } {
  const preprocessor = new SchemaPreprocessor(only(document, paths), ajvOptions.preprocessor, ajvOptions.response)
  const { apiDoc, apiDocRes } = preprocessor.preProcess()
  return { requests: apiDoc.paths as never, answers: apiDocRes.paths as never } // shaped as they were given
}
