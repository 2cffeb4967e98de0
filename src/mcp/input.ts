import type { Schema } from '../contract/contract.ts'

/** Where an input of a tool stands in the request, and what it is called there. */
export type Input = { name: string; place: 'path' | 'query' | 'header' | 'body'; field: string; required: boolean; schema: Schema }
