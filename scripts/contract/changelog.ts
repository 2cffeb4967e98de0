import { breakingIn } from './breaking.ts'
import { diffContracts } from './diff.ts'
import type { Change } from './diff.ts'
import { componentsIn, objectOf, operationsOf, stepsOf, textOf, valueAt } from './document.ts'
import type { Json, JsonObject, Operation } from './document.ts'

/** A contract that was released, and as which version. */
export type Release = { version: string; contract: JsonObject }

const titles = ['Added', 'Changed', 'Deprecated', 'Removed'] as const

type Entry = { title: (typeof titles)[number]; text: string; operations: Operation[] }

/**
 * The changelog of a contract in Markdown, newest version first, from the contracts that were released, oldest first. Changes
 * since the last release are listed under the contract's version, or under "Unreleased" as long as that is the last one's.
 */
export async function changelogOf(releases: Release[], contract: JsonObject): Promise<string> {
  const version = textOf(objectOf(contract['info'])['version'])
  const current = { version: releases.some((release) => release.version === version) ? 'Unreleased' : version, contract }
  const sections = await Promise.all([...releases, current].map((release, index, all) => sectionOf(all[index - 1] ?? null, release)))
  return `<!-- Generated from openapi.yaml and its releases by "npm run generate". Do not edit. -->
# Changes of the contract

What each version of the contract added, changed, deprecated and removed, found by comparing it with the one before; its words and examples
are not compared. The newest is the one that this service keeps to.
${sections.reverse().join('')}`
}

/** The versions in a changelog, newest first. */
export const versionsIn = (changelog: string): string[] => [...changelog.matchAll(/^## (.+)$/gm)].map(([, version = '']) => version)

/** Empty for a version without changes. */
async function sectionOf(before: Release | null, { version, contract }: Release): Promise<string> {
  if (before === null) return `\n## ${version}\n\nThe first version.\n${listOf('Added', linesOf(operationsOf(contract).map(added), contract))}`
  const changes = await diffContracts(before.contract, contract)
  const entries = changes.flatMap((change) => entriesOf(change, changes, before.contract, contract))
  if (entries.length === 0) return ''
  const lists = titles.map((title) =>
    listOf(
      title,
      linesOf(
        entries.filter((entry) => entry.title === title),
        contract,
      ),
    ),
  )
  return `\n## ${version}\n${listOf(
    'Breaking',
    breakingIn(changes).map((change) => `- ${change}`),
  )}${lists.join('')}`
}

const listOf = (title: string, lines: string[]): string => (lines.length > 0 ? `\n### ${title}\n\n${lines.join('\n')}\n` : '')

const added = (operation: Operation): Entry => ({ title: 'Added', text: `\`${operation.name}\`: ${operation.summary}`, operations: [operation] })
const removed = (operation: Operation): Entry => ({ title: 'Removed', text: `\`${operation.name}\``, operations: [operation] })

/** What a change is listed as; nothing for words, examples and extensions. */
function entriesOf(change: Change, all: Change[], before: JsonObject, after: JsonObject): Entry[] {
  const { kind, typeName, path, property = '', base, revision } = change
  const [document, side] = kind === 'removed' ? [before, base] : [after, revision]
  const steps = stepsOf(side?.pointer ?? path)
  if (steps[0] !== 'paths' && steps[0] !== 'components') return []
  if (/^(summary|description|title|examples?)$/.test(property) || /^Example/.test(typeName)) return []
  if (property !== 'x-sunset-on' && [property, ...steps].some((step) => step.startsWith('x-') && steps.at(-1) === step)) return []
  if (typeName === 'PathItem' || typeName === 'Operation') {
    const [was, is] = [base, revision].map((each) => stepsOf(each?.pointer ?? '')[1])
    const [gone, come] = [operationsOf(before, was ?? ''), operationsOf(after, is ?? '')]
    const within = ({ name }: Operation): boolean => typeName === 'PathItem' || name.startsWith(`${steps[2]?.toUpperCase() ?? ''} `)
    if (kind !== 'modified' || property === 'key') return [...gone.filter(within).map(removed), ...come.filter(within).map(added)]
  }
  const owner = property !== 'key' && steps.at(-1) === property ? steps.slice(0, -1) : steps
  const subject = nameOf(document, owner)
  const operations = usersOf(document, owner)
  if (kind !== 'modified') {
    // Redocly reports the first header of a response as a map of headers.
    const text = typeName.endsWith('Map') ? `${subject}: ${Object.keys(objectOf(side?.value)).join(', ')}` : subject
    return [{ title: kind === 'added' ? 'Added' : 'Removed', text, operations }]
  }
  if (property === 'enum') {
    const [were, are] = [base, revision].map((each) => (Array.isArray(each?.value) ? each.value.map(textOf) : []))
    const entry = (title: Entry['title'], values: string[] = [], others: string[] = []): Entry[] =>
      values.filter((value) => !others.includes(value)).map((value) => ({ title, text: `${subject}, value \`${value}\``, operations }))
    return [...entry('Added', are, were), ...entry('Removed', were, are)]
  }
  if (property === 'deprecated' && revision?.value === true) {
    const until = objectOf(valueAt(after, owner))['x-sunset-on']
    return [{ title: 'Deprecated', text: until === undefined ? subject : `${subject}: until ${textOf(until)}`, operations }]
  }
  if (property === 'x-sunset-on' && all.some((other) => other.path === path && other.property === 'deprecated')) return []
  return [{ title: 'Changed', text: `${subject}: \`${property}\` ${quoted(base?.value)} → ${quoted(revision?.value)}`, operations }]
}

const quoted = (value: Json | undefined): string =>
  value === undefined ? 'none' : `\`${Array.isArray(value) ? value.map(textOf).join(', ') : textOf(value)}\``

// What the step after one of these names.
const names: Record<string, (next: string) => string> = {
  schemas: (next) => `\`${next}\``,
  requestBodies: (next) => `\`${next}\``,
  responses: (next) => `response ${next}`,
  headers: (next) => `header \`${next}\``,
  properties: (next) => `field \`${next}\``,
  oneOf: (next) => `oneOf ${Number(next) + 1}`,
  anyOf: (next) => `anyOf ${Number(next) + 1}`,
  allOf: (next) => `allOf ${Number(next) + 1}`,
  content: () => 'body',
}

/** What people call the thing at a pointer, such as "`Stats`, field `open`". */
function nameOf(document: JsonObject, steps: string[]): string {
  const [root, path = '', method = ''] = steps
  if (root === 'paths' && steps.length === 3 && method !== 'parameters') return `\`${method.toUpperCase()} ${path}\``
  const found: string[] = []
  for (let at = root === 'components' ? 1 : method === 'parameters' ? 2 : 3; at < steps.length; at += 1) {
    const [step = '', next] = steps.slice(at)
    const name = names[step]
    if (step === 'schema') continue
    if (next === undefined || (step !== 'parameters' && name === undefined)) {
      found.push(step === 'requestBody' ? 'body' : step)
      continue
    }
    at += 1
    const parameter = objectOf(valueAt(document, steps.slice(0, at + 1)))
    found.push(name?.(next) ?? `${textOf(parameter['in'])} parameter \`${textOf(parameter['name'])}\``)
  }
  // The content of a body is the body.
  return found.filter((name, index) => name !== found[index - 1]).join(', ')
}

/** The operations that a pointer belongs to, themselves or through references. */
function usersOf(document: JsonObject, [root = '', first = '', second = '']: string[]): Operation[] {
  const operations = operationsOf(document, root === 'paths' ? first : undefined)
  if (root === 'paths') return operations.filter(({ name }) => second === '' || second === 'parameters' || name === `${second.toUpperCase()} ${first}`)
  return operations.filter(({ path, operation }) => {
    const { parameters = [] } = objectOf(objectOf(document['paths'])[path])
    return componentsIn(document, [operation, parameters]).has(`${first}/${second}`)
  })
}

/** A line for each text, with all the operations that it is about. */
function linesOf(entries: Entry[], contract: JsonObject): string[] {
  const all = operationsOf(contract).length
  return [...new Set(entries.map(({ text }) => text))].map((text) => {
    const operations = entries.flatMap((entry) => (entry.text === text ? entry.operations : []))
    const ids = [...new Set(operations.map(({ id }) => `\`${id}\``))]
    return `- ${text} (${ids.length === all && all > 1 ? 'every operation' : ids.join(', ')})`
  })
}
