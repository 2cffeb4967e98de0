import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { JsonObject } from '../sdk/contract.ts'
import { callsOf } from './calls.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { php } from './php.ts'
import { python } from './python.ts'
import type { Sample, SampleLanguage } from './sample.ts'
import { typescript } from './typescript.ts'

/** Every language there is a client for, in the order in which they are shown. */
export const sampleLanguages: readonly SampleLanguage[] = [typescript, python, go, java, php]

const read = (): JsonObject => parse(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')) as JsonObject // the linter has seen to its shape

/** Every sample of a language: one of each operation, or one for each example of its body. */
export const samplesIn = ({ sample }: SampleLanguage): Sample[] => callsOf(read()).map(sample)
