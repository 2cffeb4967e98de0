import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const versionOf = (name: string): string => {
  const { version }: { version: string } = JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8'))
  return version
}

// The pipeline stands in for a query of the driver's, and speaks to its connection: what it relies on is no public interface.
test.each([
  ['pg', '8.23.1'],
  ['pg-protocol', '1.16.1'],
])('%s is the version that the pipeline was written for: %s', (name, version) => {
  const repair = `Compare lib/client.js, lib/query.js and lib/connection.js of pg, and the messages of pg-protocol, with those of ${version}: what
    src/database/wire/pipeline.ts calls or is called by has to be there still. Run tests/outages/ and tests/database/, then raise the version here.`
  expect(versionOf(name), repair).toBe(version)
})
