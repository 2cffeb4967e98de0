import type { Schema } from '../contract/contract.ts'

/** An input of a tool, and its place and name in the request; a preference is true or false. */
export type Input = { name: string; place: 'path' | 'query' | 'header' | 'preference' | 'body'; field: string; required: boolean; schema: Schema }
