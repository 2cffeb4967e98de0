import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { JsonObject } from '../../scripts/contract/document.ts'

const text = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')

/** The contract as it is. */
export const contract: JsonObject = parse(text)

/** The text of the contract with some of it replaced, the first time that it stands there behind another text. */
export function contractTextWith(behind: string, old: string, current: string): string {
  const at = text.indexOf(old, text.indexOf(behind))
  if (!text.includes(behind) || at < 0) throw new Error(`openapi.yaml holds no ${JSON.stringify(old)} behind ${JSON.stringify(behind)}`)
  return text.slice(0, at) + current + text.slice(at + old.length)
}

/** The contract with some of its text replaced. */
export const contractWith = (...values: Parameters<typeof contractTextWith>): JsonObject => parse(contractTextWith(...values))
