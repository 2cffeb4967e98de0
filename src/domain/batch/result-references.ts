import { pointerTo } from '../../contract/json-pointer.ts'
import { memberOf } from '../../json.ts'
import { Problem, invalidRequest } from '../../problem.ts'

/** The body of a result; null for an operation that failed. */
type Result = { body: unknown } | null

/** The most strings, numbers, booleans and nulls that one reference may insert. */
const maxScalars = 50
/** The most characters of JSON that all references of a batch may insert together. */
const maxCharacters = 100_000
/** The names of the number in a reference; the second is accepted because earlier versions had it. */
const names = ['$result', '$answer']

const invalid = (pointer: string, detail: string): Problem => invalidRequest([{ pointer, detail }])

/**
 * Creates a resolver for one batch. It replaces every `{"$result": n, "pointer": p}` in a value by what the nth result's body has at
 * the JSON Pointer p (RFC 6901). The references of a batch share a budget: without it, a short request could expand to a body of
 * any size.
 * @param results the results so far; later ones are visible once they are added
 * @returns takes a value and its JSON Pointer in the request. @throws Problem 400 that names the invalid reference
 */
export function createReferenceResolver(results: readonly Result[]): (value: unknown, place: string) => unknown {
  let characters = 0
  const referred = (reference: object, name: string, place: string): unknown => {
    const value = lookUp(reference, name, results, place)
    if (scalarsIn(value, maxScalars) > maxScalars) throw invalid(`${place}/pointer`, `must refer to at most ${maxScalars} values`)
    characters += JSON.stringify(value).length
    if (characters > maxCharacters) throw invalid(place, `is too large: the references of a batch may insert at most ${maxCharacters} characters together`)
    return value
  }
  const resolve = (value: unknown, place: string): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((item, index) => resolve(item, pointerTo(place, index)))
    const name = names.find((each) => Object.hasOwn(value, each))
    if (name !== undefined) return referred(value, name, place)
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, resolve(child, pointerTo(place, key))]))
  }
  return resolve
}

function lookUp(reference: object, name: string, results: readonly Result[], place: string): unknown {
  const index: unknown = Reflect.get(reference, name)
  const pointer: unknown = Reflect.get(reference, 'pointer')
  const result = typeof index === 'number' ? results[index] : undefined
  if (result === undefined) throw invalid(`${place}/${name}`, 'must be the number of an earlier operation, counted from 0')
  if (result === null) throw invalid(`${place}/${name}`, 'refers to an operation that failed')
  if (typeof pointer !== 'string' || !/^(?:\/(?:[^~/]|~[01])*)*$/.test(pointer)) throw invalid(`${place}/pointer`, 'must be a JSON Pointer, such as /id')
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const found = steps.reduce<unknown>((at, step) => memberOf(at, step), result.body)
  if (found === undefined) throw invalid(`${place}/pointer`, 'does not exist in that response')
  return found
}

/** The number of scalars in a value; stops counting above a limit. */
function scalarsIn(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null) return 1
  let count = 0
  for (const child of Object.values(value)) {
    count += scalarsIn(child, limit - count)
    if (count > limit) break
  }
  return count
}
