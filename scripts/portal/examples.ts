import { followed, mapOperations, objectOf, textOf } from '../contract/document.ts'
import type { Json, JsonObject } from '../contract/document.ts'

/**
 * The contract with examples that work for a new user when sent as they are. Optional parameters are switched off. Values that only an earlier
 * response provides become variables, such as `{{task_id}}`, which portal.js and Postman fill in.
 */
export function withTryableExamples(contract: JsonObject): JsonObject {
  return mapOperations(contract, (operation, item) => {
    const body = followed(contract, operation['requestBody'])
    const bodyExamples = examplesOfBody(body)
    const names = Object.keys(bodyExamples).length > 0 ? Object.keys(bodyExamples) : ['example']
    const parameters = [item, operation]
      .flatMap((part) => [part['parameters'] ?? []].flat())
      .map((reference) => toParameter(contract, objectOf(reference), names))
    const changed = { ...operation, parameters }
    return 'requestBody' in operation ? { ...changed, requestBody: withBodyExamples(body) } : changed
  })
}

const variables = new Map([
  ['TaskId', 'task_id'],
  ['ListId', 'list_id'],
  ['TagId', 'tag_id'],
  ['WebhookId', 'webhook_id'],
  ['SessionId', 'session_id'],
  ['PersonalTokenId', 'token_id'],
  ['DeliveryId', 'delivery_id'],
])

/** The parameter in full, as its examples depend on the operation: one for each example of the body, as Scalar applies those of the same name. */
function toParameter(contract: JsonObject, reference: JsonObject, names: string[]): JsonObject {
  const { examples, example, ...parameter } = followed(contract, reference)
  const schema = without({ ...followed(contract, parameter['schema']), ...objectOf(parameter['schema']) }, '$ref', 'examples', 'description')
  const variable = variables.get(textOf(reference['$ref']).split('/').at(-1) ?? '')
  if (variable !== undefined) return withVariable(parameter, schema, variable)
  const value = example ?? objectOf(Object.values(objectOf(examples))[0])['value'] ?? null
  if (parameter['required'] === true) return { ...parameter, schema, example: value }
  return { ...parameter, schema, examples: Object.fromEntries(names.map((name) => [name, { value, 'x-disabled': true }])) }
}

function withVariable(parameter: JsonObject, schema: JsonObject, variable: string): JsonObject {
  const kind = variable.replace('_id', '')
  const description = `${textOf(parameter['description'])} \`{{${variable}}}\` is the ${kind} that you last created or listed on this page.`
  // As an array, because Scalar would complain of the variable if the type were a string.
  return { ...parameter, description, schema: { ...schema, type: [schema['type'] ?? 'string'].flat() }, example: `{{${variable}}}` }
}

const without = (value: JsonObject, ...names: string[]): JsonObject => Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))

const jsonOf = (body: JsonObject): JsonObject => objectOf(objectOf(body['content'])['application/json'])
/** The examples of a body, by name. */
export const examplesOfBody = (body: JsonObject): JsonObject => objectOf(jsonOf(body)['examples'])

function withBodyExamples(body: JsonObject): JsonObject {
  const examples = Object.entries(examplesOfBody(body)).map(([name, example]): [string, Json] => {
    const { value, ...rest } = objectOf(example)
    const tryable = 'refresh_token' in objectOf(value) ? { ...objectOf(value), refresh_token: '{{refresh_token}}' } : (value ?? null)
    return [name, { ...rest, value: tryable }]
  })
  return { ...body, content: { 'application/json': { ...jsonOf(body), examples: Object.fromEntries(examples) } } }
}
