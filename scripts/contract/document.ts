// A contract as JSON, and how to look into it.

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
export type JsonObject = { [name: string]: Json }

const methods = ['get', 'put', 'post', 'delete', 'patch']

/** The operations of a contract, with the parameters of their paths among their own. */
export function operationsOf(document: JsonObject): { path: string; method: string; operation: JsonObject }[] {
  return Object.entries(objectOf(document['paths'])).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = objectOf(item)[method]
      if (operation === undefined) return []
      const parameters = [...arrayOf(objectOf(item)['parameters']), ...arrayOf(objectOf(operation)['parameters'])]
      return [{ path, method, operation: { ...objectOf(operation), parameters } }]
    }),
  )
}

/** The schema of a body in JSON. */
export const jsonOf = (body: JsonObject): Json | undefined =>
  Object.entries(objectOf(body['content'])).flatMap(([type, media]) => (type.endsWith('json') ? [objectOf(media)['schema'] ?? {}] : []))[0]

/** A schema with its reference followed, and what stands in allOf put together. */
export function whole(document: JsonObject, value: Json): JsonObject {
  const { allOf, ...schema } = follow(document, value)
  return arrayOf(allOf).reduce<JsonObject>((all, part) => {
    const more = whole(document, part)
    const properties = { ...objectOf(all['properties']), ...objectOf(more['properties']) }
    return { ...all, ...more, properties, required: [...arrayOf(all['required']), ...arrayOf(more['required'])] }
  }, schema)
}

/** What a value stands for, with what stands beside a reference. */
export function follow(document: JsonObject, value: Json | undefined): JsonObject {
  const { $ref, ...beside } = objectOf(value)
  if (typeof $ref !== 'string') return beside
  const target = $ref.split('/').slice(1).reduce<Json>((at, step) => objectOf(at)[step] ?? null, document)
  return { ...follow(document, target), ...beside }
}

export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value))
export const objectOf = (value: Json | undefined): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {})
export const arrayOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : [])
