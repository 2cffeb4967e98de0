// What would break those who use a contract, were another one to take its place.
import { arrayOf, follow, jsonOf, objectOf, operationsOf, textOf, whole } from './document.ts'
import type { Json, JsonObject } from './document.ts'

/** Who reads a value: the service reads requests, where less may be asked but not more; clients read answers. */
type Reader = 'service' | 'client'

/**
 * The changes from one contract to another that break what was valid before, in words. New operations, new optional parameters
 * and fields, and new fields in answers break nothing.
 */
export function breakingChanges(before: JsonObject, after: JsonObject): string[] {
  return operationsOf(before).flatMap(({ path, method, operation: old }) => {
    const name = `${method.toUpperCase()} ${path}`
    const current = operationsOf(after).find((other) => other.path === path && other.method === method)?.operation
    if (!current) return [`${name} is gone`]
    const compare = { before, after, name }
    return [
      ...(old['operationId'] === current['operationId'] ? [] : [`${name} is called ${textOf(current['operationId'])}, not ${textOf(old['operationId'])}`]),
      ...changedParameters(compare, old, current),
      ...changedBody(compare, old, current),
      ...changedAnswers(compare, old, current),
    ]
  })
}

type Comparison = { before: JsonObject; after: JsonObject; name: string }

function changedParameters({ before, after, name }: Comparison, old: JsonObject, current: JsonObject): string[] {
  const keyOf = (parameter: JsonObject): string => `${textOf(parameter['in'])} parameter ${textOf(parameter['name'])}`
  const olds = arrayOf(old['parameters']).map((parameter) => follow(before, parameter))
  const news = arrayOf(current['parameters']).map((parameter) => follow(after, parameter))
  const known = new Map(olds.map((parameter) => [keyOf(parameter), parameter]))
  return [
    ...olds.filter((parameter) => !news.some((other) => keyOf(other) === keyOf(parameter))).map((parameter) => `${name} no longer has the ${keyOf(parameter)}`),
    ...news.flatMap((parameter) => {
      const earlier = known.get(keyOf(parameter))
      const asks = parameter['required'] === true && earlier?.['required'] !== true ? [`${name} asks for the ${keyOf(parameter)}`] : []
      const schemas = earlier ? changedSchema({ before, after, name: `${name}, ${keyOf(parameter)}` }, 'service', earlier['schema'], parameter['schema']) : []
      return [...asks, ...schemas]
    }),
  ]
}

function changedBody({ before, after, name }: Comparison, old: JsonObject, current: JsonObject): string[] {
  const [was, is] = [follow(before, old['requestBody']), follow(after, current['requestBody'])]
  if (Object.keys(is).length === 0) return Object.keys(was).length === 0 ? [] : [`${name} no longer takes a body`]
  const asks = is['required'] === true && was['required'] !== true ? [`${name} asks for a body`] : []
  return [...asks, ...changedSchema({ before, after, name: `${name}, body` }, 'service', jsonOf(was), jsonOf(is))]
}

function changedAnswers({ before, after, name }: Comparison, old: JsonObject, current: JsonObject): string[] {
  return Object.entries(objectOf(old['responses'])).flatMap(([status, answer]) => {
    const now = objectOf(current['responses'])[status]
    if (now === undefined) return Number(status) < 400 ? [`${name} no longer answers ${status}`] : []
    return changedSchema({ before, after, name: `${name}, ${status}` }, 'client', jsonOf(follow(before, answer)), jsonOf(follow(after, now)))
  })
}

function changedSchema({ before, after, name }: Comparison, reader: Reader, old: Json | undefined, current: Json | undefined, depth = 0): string[] {
  if (old === undefined || depth > 20) return []
  if (current === undefined) return [`${name} is gone`]
  const [was, is] = [whole(before, old), whole(after, current)]
  const nested = (part: string, one: Json | undefined, other: Json | undefined): string[] =>
    changedSchema({ before, after, name: `${name}/${part}` }, reader, one, other, depth + 1)
  const [oldFields, newFields] = [objectOf(was['properties']), objectOf(is['properties'])]
  const [must, mustNow] = [arrayOf(was['required']).map(String), arrayOf(is['required']).map(String)]
  const fields = Object.keys(oldFields).flatMap((field) =>
    field in newFields ? nested(field, oldFields[field], newFields[field]) : [`${name}/${field} is gone`],
  )
  const required =
    reader === 'service'
      ? mustNow.filter((field) => !must.includes(field)).map((field) => `${name}/${field} is asked for`)
      : must.filter((field) => field in newFields && !mustNow.includes(field)).map((field) => `${name}/${field} may be missing`)
  return [...changedType(name, reader, was, is), ...changedBounds(name, reader, was, is), ...fields, ...required, ...('items' in was ? nested('items', was['items'], is['items']) : [])]
}

function changedType(name: string, reader: Reader, was: JsonObject, is: JsonObject): string[] {
  const [types, typesNow] = [was, is].map((schema) => [schema['type'] ?? []].flat().map(String))
  const [values, valuesNow] = [was, is].map((schema) => ('const' in schema ? [schema['const']] : 'enum' in schema ? arrayOf(schema['enum']) : null)?.map(String) ?? null)
  const beyond = (all: string[] = [], some: string[] = []): string[] => some.filter((each) => !all.includes(each))
  // What is read has to take whatever was written, and what is written to be what was read.
  const gone = reader === 'service' ? beyond(typesNow, types) : beyond(types, typesNow)
  const refused = reader === 'service' && valuesNow ? (values ? beyond(valuesNow, values) : ['any value']) : []
  return [
    ...gone.map((type) => `${name} ${reader === 'service' ? 'no longer takes' : 'may be'} ${type}`),
    ...refused.map((value) => `${name} no longer takes ${value}`),
  ]
}

function changedBounds(name: string, reader: Reader, was: JsonObject, is: JsonObject): string[] {
  if (reader === 'client') return []
  const narrower = (bound: string, isNarrower: (now: number, then: number) => boolean): string[] => {
    const [then, now] = [was[bound], is[bound]]
    if (typeof now !== 'number' || (typeof then === 'number' && !isNarrower(now, then))) return []
    return [`${name} has the ${bound} ${now}${typeof then === 'number' ? `, not ${then}` : ''}`]
  }
  const least = ['minimum', 'minLength', 'minItems', 'minProperties'].flatMap((bound) => narrower(bound, (now, then) => now > then))
  const most = ['maximum', 'maxLength', 'maxItems', 'maxProperties'].flatMap((bound) => narrower(bound, (now, then) => now < then))
  const pattern = 'pattern' in is && is['pattern'] !== was['pattern'] ? [`${name} has another pattern`] : []
  return [...least, ...most, ...pattern]
}
