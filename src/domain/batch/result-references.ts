import { pointerTo } from '../../contract/json-pointer.ts'
import { invalidRequest } from '../../problem.ts'

/** Thrown for a reference that leads nowhere: where it stands within the value, as a JSON Pointer, and why. */
type Fault = (pointer: string, detail: string) => never

/**
 * Puts in place of every `{"$answer": n, "pointer": p}` what the nth answer's body holds at the JSON Pointer p (RFC 6901).
 * @param answers the bodies so far; null for an operation that was refused
 * @param place where the value stands in the request, as a JSON Pointer
 * @throws Problem 400 that names each reference at fault
 */
export function resolveReferences(value: unknown, answers: readonly ({ body: unknown } | null)[], place: string): unknown {
  const fault: Fault = (pointer, detail) => {
    throw invalidRequest([{ pointer, detail }])
  }
  const replaced = (part: unknown, pointer: string): unknown => {
    if (typeof part !== 'object' || part === null) return part
    if (Array.isArray(part)) return part.map((item, index) => replaced(item, pointerTo(pointer, index)))
    if (Object.hasOwn(part, '$answer')) return referred(Reflect.get(part, '$answer'), Reflect.get(part, 'pointer'), answers, pointer, fault)
    return Object.fromEntries(Object.entries(part).map(([name, child]) => [name, replaced(child, pointerTo(pointer, name))]))
  }
  return replaced(value, place)
}

function referred(index: unknown, pointer: unknown, answers: readonly ({ body: unknown } | null)[], place: string, fault: Fault): unknown {
  const answer = typeof index === 'number' ? answers[index] : undefined
  if (answer === undefined) return fault(`${place}/$answer`, 'must be the number of an earlier operation, counted from 0')
  if (answer === null) return fault(`${place}/$answer`, 'refers to an operation that was refused')
  if (typeof pointer !== 'string' || !/^(?:\/(?:[^~/]|~[01])*)*$/.test(pointer)) return fault(`${place}/pointer`, 'must be a JSON Pointer, such as /id')
  const steps = pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const found = steps.reduce<unknown>((at, step) => memberOf(at, step), answer.body)
  return found === undefined ? fault(`${place}/pointer`, 'leads to nothing in that answer') : found
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
