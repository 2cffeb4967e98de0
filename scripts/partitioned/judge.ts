// Whether each statement of the service touched one partition, by the plans that PostgreSQL wrote as it carried them out.
import { readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import * as sql from '../../src/generated/sql.ts'
import { across, acrossByFolder, acrossInFunctions } from './across.ts'
import { schemaOf } from './partition.ts'
import { readPlans } from './plan-log.ts'

/** What is known of the times that a statement was carried out. */
type Known = { times: number; most: number }

/** What the plans of a run say: statements that touched several partitions, those listed to do so included, and those that never ran. */
export type Judgement = { known: Map<string, Known>; faults: string[]; unseen: string[] }

const names = new Map(
  Object.values(sql).flatMap(({ name, text, past }): [string, string][] => [[text, name], ...(past ? [[past.text, past.name] as [string, string]] : [])]),
)
const folders = new Map(
  readdirSync(new URL('../../sql/', import.meta.url), { recursive: true, encoding: 'utf8' }).map((file) => [basename(file, '.sql'), dirname(file)]),
)

/** Why something may look into several partitions; undefined if it may not. Nameless is what functions and triggers run. */
function reasonFor(name: string | undefined, text: string): string | undefined {
  if (name !== undefined) return across[name] ?? acrossByFolder[folders.get(name) ?? '']
  return Object.entries(acrossInFunctions).find(([beginning]) => text.startsWith(beginning))?.[1]
}

/** Reads the plans of the service's own connections. */
export async function judgePlans(log: string, partitions: number): Promise<Judgement> {
  const schemas = new Set(Array.from({ length: partitions }, (_, remainder) => schemaOf(remainder)))
  const known = new Map<string, Known>()
  const faults = new Set<string>()
  for await (const { application, text, schemas: touched } of readPlans(log)) {
    if (application !== 'taskpact') continue
    const name = names.get(text)
    const { times, most } = known.get(name ?? text) ?? { times: 0, most: 0 }
    const parts = [...touched].filter((schema) => schemas.has(schema)).length
    known.set(name ?? text, { times: times + 1, most: Math.max(most, parts) })
    if (parts > 1 && reasonFor(name, text) === undefined) faults.add(`${name ?? text} touched ${parts} partitions`)
  }
  return { known, faults: [...faults].sort(), unseen: [...names.values()].filter((name) => !known.has(name)).sort() }
}
