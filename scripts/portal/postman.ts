// The contract as a Postman collection, https://schema.postman.com/collection/json/v2.1.0: a folder for each tag.
import { objectOf, operationsOf, textOf } from '../contract/document.ts'
import type { Json, JsonObject, Operation } from '../contract/document.ts'
import { tagsOf } from './document.ts'
import { examplesOfBody, withTryableExamples } from './examples.ts'

/** The requests are those of the portal: optional parameters are off, and scripts keep tokens and ids in variables of the collection. */
export function toPostman(contract: JsonObject): JsonObject {
  const info = objectOf(contract['info'])
  const operations = operationsOf(withTryableExamples(contract))
  return {
    info: {
      name: textOf(info['title']),
      description: textOf(info['summary']),
      version: textOf(info['version']),
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    variable: [
      { key: 'url', value: 'http://localhost:8000' },
      ...['token', 'refresh_token', 'task_id', 'list_id', 'tag_id', 'webhook_id', 'delivery_id', 'session_id', 'token_id'].map((key) => ({ key, value: '' })),
      { key: 'email', value: '' },
    ],
    event: [
      { listen: 'prerequest', script: { type: 'text/javascript', exec: chooseAddress } },
      { listen: 'test', script: { type: 'text/javascript', exec: remember } },
    ],
    item: tagsOf(contract).map((tag) => ({
      name: tag.displayName,
      description: tag.description,
      item: operations.filter(({ operation }) => [operation['tags']].flat().includes(tag.name)).map(toItem),
    })),
  }
}

const chooseAddress = ["if (!pm.collectionVariables.get('email')) pm.collectionVariables.set('email', `alice-${Date.now().toString(36)}@example.com`)"]

const remember = [
  "if (pm.response.code < 300 && /^application\\/json/.test(pm.response.headers.get('Content-Type') ?? '')) {",
  '  const answer = pm.response.json()',
  "  for (const name of ['token', 'refresh_token']) if (answer[name]) pm.collectionVariables.set(name, answer[name])",
  '  const [, kind] = /\\/(?:[a-z]+-)?(task|list|tag|webhook|delivery|session|token)s(?:\\/[^/]+)?$/.exec(pm.request.url.getPath().replace("deliveries", "deliverys")) ?? []',
  '  const [first] = [answer].flat()',
  '  if (kind && first?.id) pm.collectionVariables.set(`${kind}_id`, String(first.id))',
  '}',
]

function toItem({ path, name, summary, operation }: Operation): Json {
  const parameters = [operation['parameters'] ?? []].flat().map(objectOf)
  const [example] = Object.values(examplesOfBody(objectOf(operation['requestBody'])))
  const isOpen = Array.isArray(operation['security']) && operation['security'].length === 0
  const raw = `{{url}}${path.replace(/\{(\w+)\}/g, ':$1')}`
  const request: JsonObject = {
    method: name.split(' ')[0] ?? '',
    description: textOf(operation['description']),
    header: [...(example ? [{ key: 'Content-Type', value: 'application/json' }] : []), ...parameters.filter((each) => each['in'] === 'header').map(toEntry)],
    url: {
      raw,
      host: ['{{url}}'],
      path: raw.split('/').slice(1),
      query: parameters.filter((each) => each['in'] === 'query').map(toEntry),
      variable: parameters.filter((each) => each['in'] === 'path').map(toEntry),
    },
  }
  if (isOpen) request['auth'] = { type: 'noauth' }
  if (example) request['body'] = { mode: 'raw', raw: bodyOf(objectOf(example)['value'] ?? null), options: { raw: { language: 'json' } } }
  return { name: summary, request, response: [] }
}

const bodyOf = (value: Json): string => JSON.stringify(value, null, 2).replaceAll('alice@example.com', '{{email}}')

function toEntry(parameter: JsonObject): JsonObject {
  const [example] = Object.values(objectOf(parameter['examples']))
  const value = parameter['example'] ?? objectOf(example)['value'] ?? ''
  const entry = { key: textOf(parameter['name']), value: [value].flat().map(plain).join(','), description: textOf(parameter['description']) }
  return parameter['required'] === true ? entry : { ...entry, disabled: true }
}

const plain = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))
