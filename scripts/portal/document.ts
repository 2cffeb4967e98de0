import type { Guide } from './pages/guides.ts'
import { samples } from '../../src/generated/samples.ts'
import { mapOperations, objectOf, textOf } from '../contract/document.ts'
import type { JsonObject } from '../contract/document.ts'
import { withTryableExamples } from './examples.ts'

/** A link with its text. */
export type Link = { text: string; href: string }

const samplesOf = new Map(Object.entries(samples))

/**
 * The contract as the portal shows it: with samples of each operation, with examples that work for a new user, and with the guides,
 * which become tags without operations, so that Scalar lists and finds them.
 */
export function portalDocument(contract: JsonObject, guides: readonly Guide[], downloads: readonly Link[]): JsonObject {
  const tags = tagsOf(contract).map(({ displayName, ...tag }) => ({ ...tag, 'x-displayName': displayName }))
  const texts = guides.map(({ name, title, text }) => ({ 'name': tagOf(name), 'x-displayName': title, 'description': inPortal(text) }))
  const sampled = mapOperations(contract, (operation) => ({ ...withScope(operation), 'x-codeSamples': samplesOf.get(textOf(operation['operationId'])) ?? [] }))
  return {
    ...withTokenHint(withTryableExamples(sampled)),
    'info': withDownloads(objectOf(contract['info']), downloads),
    'tags': [...texts, ...tags],
    'x-tagGroups': [
      { name: 'Guides', tags: texts.map(({ name }) => name) },
      { name: 'Reference', tags: tags.map(({ name }) => name) },
    ],
  }
}

/** An operation whose description says what a personal access token needs for it. */
function withScope(operation: JsonObject): JsonObject {
  const scope = operation['x-scope']
  if (scope === undefined) return operation
  const names = [scope].flat().map((name) => `\`${textOf(name)}\``)
  const words: Record<string, string> = { 'sign-in': 'none will do; log in.', 'of-each': 'the scopes of its operations.' }
  const needed = words[textOf(scope)] ?? `scope ${names.join(' and ')}.`
  return { ...operation, description: `${textOf(operation['description']).trimEnd()}\n\n**Personal access token:** ${needed}\n` }
}

/** The tags of the contract, with names for people. */
export function tagsOf(contract: JsonObject): { name: string; description: string; displayName: string }[] {
  return [contract['tags'] ?? []].flat().map((tag) => {
    const [name, description] = [textOf(objectOf(tag)['name']), textOf(objectOf(tag)['description'])]
    return { name, description, displayName: name === 'openapi' ? 'OpenAPI' : name.replace(/^./, (letter) => letter.toUpperCase()) }
  })
}

const withDownloads = (info: JsonObject, downloads: readonly Link[]): JsonObject => ({
  ...info,
  description: `${textOf(info['description'])}\n**Downloads.** ${downloads.map(({ text, href }) => `[${text}](${href})`).join(' · ')}\n`,
})

function withTokenHint(document: JsonObject): JsonObject {
  const components = objectOf(document['components'])
  const bearer = objectOf(objectOf(components['securitySchemes'])['bearer'])
  const description = `After a sign-in on this page, leave it empty. ${textOf(bearer['description'])}`
  return { ...document, components: { ...components, securitySchemes: { bearer: { ...bearer, description } } } }
}

const tagOf = (guide: string): string => `guide-${guide}`

/** The text of a guide without its title, which is the tag's, and with links to other guides that stay in the portal. */
const inPortal = (text: string): string =>
  text.replace(/^# .+\n+/, '').replace(/\]\(\/docs\/guides\/([\w-]+)\)/g, (_, name: string) => `](#tag/${tagOf(name)})`)
