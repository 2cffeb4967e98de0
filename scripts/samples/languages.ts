import { readContract } from '../contract/document.ts'
import { callsOf } from './calls.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { php } from './php.ts'
import { python } from './python.ts'
import type { Sample, SampleLanguage } from './sample.ts'
import { typescript } from './typescript.ts'

/** Every language with a client, in the order in which they are shown. */
export const sampleLanguages: readonly SampleLanguage[] = [typescript, python, go, java, php]

/** Every sample of a language: one of each operation, or one for each example of its body. */
export const samplesIn = ({ sample }: SampleLanguage): Sample[] => callsOf(readContract()).map(sample)
