import { breakingChanges } from './changes.ts'
import { differencesOf } from './differences.ts'
import type { Difference, Kind } from './differences.ts'
import { objectOf, operationsOf, textOf } from './document.ts'
import type { JsonObject } from './document.ts'
import { operationName, outlineOf } from './outline.ts'

/** A contract that was released, and as which version. */
export type Release = { version: string; contract: JsonObject }

const kinds: [Kind, string][] = [['added', 'Added'], ['changed', 'Changed'], ['deprecated', 'Deprecated'], ['removed', 'Removed']]
// More places than these are told by their operations alone.
const mostPlaces = 8

/**
 * The changelog of a contract in Markdown, newest version first, from the contracts that were released, oldest first. What has
 * changed since the last release stands under the contract's version, or under "Unreleased" as long as that is the last one's.
 */
export function changelogOf(releases: Release[], contract: JsonObject): string {
  const version = textOf(objectOf(contract['info'])['version'])
  const current = { version: releases.some((release) => release.version === version) ? 'Unreleased' : version, contract }
  const sections = [...releases, current].map((release, index, all) => sectionOf(all[index - 1] ?? null, release))
  return `<!-- Generated from openapi.yaml and its releases by "npm run generate". Do not edit. -->
# Changes of the contract

What each version of the contract added, changed, deprecated and removed, found by comparing it with the one before; its words and examples
are not compared. The newest is the one that this service keeps to.
${sections.reverse().join('')}`
}

/** The versions that a changelog tells of, newest first. */
export const versionsIn = (changelog: string): string[] => [...changelog.matchAll(/^## (.+)$/gm)].map(([, version = '']) => version)

/** Nothing for a version that is no different. */
function sectionOf(before: Release | null, { version, contract }: Release): string {
  const differences = differencesOf(before ? outlineOf(before.contract) : [], outlineOf(contract))
  if (before !== null && differences.length === 0) return ''
  const breaking = before === null ? [] : breakingChanges(before.contract, contract).map((change) => `- ${change}`)
  const parts = kinds.map(([kind, title]) => part(title, linesOf(differences.filter((difference) => difference.kind === kind), contract)))
  return `\n## ${version}\n${before === null ? '\nThe first version.\n' : ''}${part('Breaking', breaking)}${parts.join('')}`
}

const part = (title: string, lines: string[]): string => (lines.length > 0 ? `\n### ${title}\n\n${lines.join('\n')}\n` : '')

/** A line for each difference, with all the places where it is. */
function linesOf(differences: Difference[], contract: JsonObject): string[] {
  const operations = operationsOf(contract)
  const summaries = new Map(operations.map(({ path, method, operation }) => [operationName(path, method), textOf(operation['summary'])]))
  const groups = new Map<string, Difference[]>()
  for (const difference of differences) {
    const { kind, subject, detail } = difference
    // An operation is added with what it is for.
    const more = kind === 'added' ? summaries.get(subject.join(', ')) ?? detail : detail
    const line = `- ${subject.join(', ')}${more === '' ? '' : `: ${more}`}`
    groups.set(line, [...(groups.get(line) ?? []), difference])
  }
  return [...groups].map(([line, group]) => `${line} (${placesOf(group, operations.length)})`)
}

function placesOf(group: Difference[], all: number): string {
  const operations = [...new Set(group.map(({ operation }) => `\`${operation}\``))]
  if (operations.length === all && all > 1) return 'every operation'
  if (group.length > mostPlaces) return operations.join(', ')
  return group.map(({ operation, where }) => [`\`${operation}\``, ...where].join(', ')).join('; ')
}
