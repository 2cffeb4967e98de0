import { isObject } from '../json.ts'
import { invalidRequest } from '../problem.ts'

/** The accepted spellings of the values of an enum, in lower case, with the values that they mean. */
type Values = ReadonlyMap<string, string>

/** The names and values that a request may use instead of the contract's own, which front ends know them by. */
export type OtherNames = {
  /** Of each other name of a query parameter, its own name. */
  queryNames: ReadonlyMap<string, string>
  queryValues: ReadonlyMap<string, Values>
  /** Of each parameter that other APIs page with, the one that pages here. */
  pagedWithout: ReadonlyMap<string, string>
  /** Of each other name of a field of the body, its own name. */
  bodyNames: ReadonlyMap<string, string>
  bodyValues: ReadonlyMap<string, Values>
}

/** A query parameter or a field as the contract declares it, with its schema. */
export type Named = { name: string; declaration: object; schema: { 'enum'?: unknown[]; 'x-also-values'?: Record<string, string> } }

/** Reads the other names. @throws for one that is another's own name, or that two have */
export function otherNamesOf(where: string, query: readonly Named[], body: readonly Named[]): OtherNames {
  return {
    queryNames: namesIn(where, query, 'x-also-called'),
    queryValues: valuesIn(query),
    pagedWithout: namesIn(where, query, 'x-instead-of'),
    bodyNames: namesIn(where, body, 'x-also-called'),
    bodyValues: valuesIn(body),
  }
}

function namesIn(where: string, all: readonly Named[], word: 'x-also-called' | 'x-instead-of'): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { name, declaration } of all) {
    const others: unknown = Reflect.get(declaration, word) ?? []
    if (!Array.isArray(others)) throw new Error(`openapi.yaml: ${word} of ${name} of ${where} must be a list of names`)
    for (const other of others.map(String)) {
      if (names.has(other) || all.some((each) => each.name === other)) throw new Error(`openapi.yaml: ${word} of ${name} of ${where}: ${other} is taken`)
      names.set(other, name)
    }
  }
  return names
}

function valuesIn(all: readonly Named[]): ReadonlyMap<string, Values> {
  const values = all.map(({ name, schema }): [string, Values] => {
    const own = (schema.enum ?? []).filter((value) => typeof value === 'string').map((value): [string, string] => [value, value])
    const spellings = [...own, ...Object.entries(schema['x-also-values'] ?? {})].map(([other, value]): [string, string] => [other.toLowerCase(), value])
    return [name, new Map(spellings)]
  })
  return new Map(values.filter(([, spellings]) => spellings.size > 0))
}

type Query = readonly (readonly [name: string, value: string])[]

/**
 * The query in the contract's own names and values. The own name of a parameter takes precedence over its other names.
 * @returns what the operation takes, and the names of what it ignores
 * @throws Problem 400 for a page that would be the first one each time
 */
export function ownQuery(
  operation: { queryParameters: ReadonlyMap<string, unknown> } & OtherNames,
  given: Query,
): { query: [string, string][]; ignored: string[] } {
  const { queryParameters, queryNames, queryValues, pagedWithout } = operation
  const spelled = (name: string, value: string): string => queryValues.get(name)?.get(value.toLowerCase()) ?? value
  const query = given.filter(([name]) => queryParameters.has(name)).map(([name, value]): [string, string] => [name, spelled(name, value)])
  const ignored: string[] = []
  for (const [name, value] of given) {
    if (queryParameters.has(name)) continue
    const own = queryNames.get(name)
    if (own !== undefined && value === '') continue
    if (own !== undefined && !query.some(([taken, other]) => taken === own && other !== '') && isUnderstood(queryValues.get(own), value)) {
      query.push([own, spelled(own, value)])
      continue
    }
    const cursor = pagedWithout.get(name)
    if (cursor !== undefined && !isStart(name, value)) {
      throw invalidRequest([{ parameter: name, detail: `is not supported here: follow the Link header to the next page, which has its ${cursor}` }])
    }
    ignored.push(name)
  }
  return { query, ignored }
}

/** Numbers are validated under their own name; an unknown word was always ignored under another one. */
const isUnderstood = (values: Values | undefined, value: string): boolean => values === undefined || values.has(value.toLowerCase())

const isStart = (name: string, value: string): boolean => value === '' || value === '0' || (name === 'page' && value === '1')

/** The body in the contract's own names and values; an empty value under another name says nothing, and is left where it is. */
export function ownBody({ bodyNames, bodyValues }: OtherNames, body: unknown): unknown {
  if (!isObject(body)) return body
  let own: Record<string, unknown> = body
  for (const [other, name] of bodyNames) {
    if (!Object.hasOwn(body, other) || Object.hasOwn(own, name)) continue
    const { [other]: value, ...rest } = own
    if (value !== null && value !== '') own = { ...rest, [name]: value }
  }
  for (const [name, values] of bodyValues) {
    const value = own[name]
    const spelled = typeof value === 'string' ? values.get(value.toLowerCase()) : undefined
    if (spelled !== undefined && spelled !== value) own = { ...own, [name]: spelled }
  }
  return own
}
