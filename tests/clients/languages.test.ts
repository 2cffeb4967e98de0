// What the generator of the SDKs is given of the contract, and what is said where none can be written. What they do, npm run sdk:check knows.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { forGenerator } from '../../scripts/sdk/contract.ts'
import type { JsonObject } from '../../scripts/contract/document.ts'

const contract = parse(readFileSync('openapi.yaml', 'utf8')) as JsonObject // the linter has seen to its shape
const text = JSON.stringify(forGenerator(contract))

const sdk = (...values: string[]) => spawnSync(process.execPath, ['--import', 'tsx', 'scripts/sdk.ts', ...values], { encoding: 'utf8' })

test('the generator gets every operation of the contract', () => {
  const operations = (document: string) => document.match(/"operationId":"\w+","tags"/g)?.sort()
  expect(operations(text)).toEqual(operations(JSON.stringify(contract)))
})

test('nothing is left that only JSON Schema and OpenAPI 3.1 say', () => {
  // The generator reads the names of an enum's values.
  expect(text).not.toMatch(/"type":\[|"const":|"links":|"x-(?!enum-varnames")/)
})

test('the values of an enum have the same names in each language', () => {
  expect(text).toMatch(/"enum":\["account:read",.*?\],"x-enum-varnames":\["ACCOUNT_READ",/)
})

test('every schema that is referred to is there', () => {
  const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name)
  expect(names.filter((name) => !text.includes(`"${name}":{`))).toEqual([])
})

test.each([
  ['no folder', ['python'], 'Too few arguments. Usage: npm run sdk -- <language> <folder>'],
  ['an unknown language', ['cobol', join(tmpdir(), 'cobol')], 'There is no SDK for "cobol". Choose from python, go, java, php.'],
])('%s: one line, and it fails', (_, values, line) => {
  const { status, stdout, stderr } = sdk(...values)
  expect({ status, stdout, stderr: stderr.trim() }).toEqual({ status: 2, stdout: '', stderr: line })
})
