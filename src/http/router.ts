import type { OperationFacts } from '../contract/contract.ts'
import { Problem } from '../problem.ts'

type Node = { literals: Map<string, Node>; parameter: Node | null; operations: Map<string, Located> }

/** An operation at one of its paths. */
type Located = { operation: OperationFacts; path: string }

/** A route: the operation, the path it was found at, the decoded values of its path parameters, and its canonical segments. */
export type Route = Located & { params: Record<string, string>; segments: string[] }

/** Finds operations by the decoded segments of a path. */
export type Router = {
  /** @throws Problem 404 for an unknown path, 405 with `Allow` for a method that the path does not have */
  find(method: string, segments: readonly string[]): Route
  /** The methods of a path, for `Allow`; null for an unknown path. */
  allow(segments: readonly string[]): string | null
}

/**
 * Compiles the contract's paths into a tree of segments, so that finding an operation takes as many steps as the path has
 * segments, however many operations there are. A request at another path of an operation is the same request.
 * @throws if two operations have the same method and path
 */
export function createRouter(operations: readonly OperationFacts[]): Router {
  const root = node()
  for (const operation of operations) {
    for (const path of [operation.path, ...operation.alsoAt]) {
      const leaf = segmentsOf(path).reduce(descend, root)
      if (leaf.operations.has(operation.method)) throw new Error(`openapi.yaml: two operations are at ${operation.method} ${path}`)
      leaf.operations.set(operation.method, { operation, path })
    }
  }
  return {
    find(method, segments) {
      const leaf = find(root, segments, 0)
      if (!leaf) throw new Problem('not-found', 'No operation has this path. See /docs for all operations.')
      const found = leaf.operations.get(method === 'HEAD' ? 'GET' : method)
      if (!found) {
        const allow = methodsOf(leaf)
        throw new Problem('method-not-allowed', `This resource allows ${allow}.`, { headers: { Allow: allow } })
      }
      const params = parametersOf(found, segments)
      return { ...found, params, segments: found.path === found.operation.path ? [...segments] : canonical(found.operation.path, params) }
    },
    allow(segments) {
      const leaf = find(root, segments, 0)
      return leaf && methodsOf(leaf)
    },
  }
}

const node = (): Node => ({ literals: new Map(), parameter: null, operations: new Map() })

const segmentsOf = (path: string): string[] => path.slice(1).split('/')

function descend(parent: Node, segment: string): Node {
  if (segment.startsWith('{')) return (parent.parameter ??= node())
  const known = parent.literals.get(segment)
  if (known) return known
  const fresh = node()
  parent.literals.set(segment, fresh)
  return fresh
}

/** A literal segment takes precedence over a parameter; if it has no match, the parameter is tried. */
function find(at: Node, segments: readonly string[], depth: number): Node | null {
  const segment = segments[depth]
  if (segment === undefined) return at.operations.size > 0 ? at : null
  const literal = at.literals.get(segment)
  const found = literal ? find(literal, segments, depth + 1) : null
  if (found || !at.parameter || segment === '') return found
  return find(at.parameter, segments, depth + 1)
}

function parametersOf({ operation, path }: Located, segments: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {}
  for (const { name, leftOut } of operation.pathParameters) if (leftOut !== null) params[name] = leftOut
  segmentsOf(path).forEach((segment, index) => {
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = segments[index] ?? ''
  })
  return params
}

/** The segments of a path with its parameters filled in. */
const canonical = (path: string, params: Record<string, string>): string[] =>
  segmentsOf(path).map((segment) => (segment.startsWith('{') ? (params[segment.slice(1, -1)] ?? '') : segment))

/** HEAD works wherever GET does, and OPTIONS everywhere. */
function methodsOf({ operations }: Node): string {
  const methods = [...operations.keys(), 'OPTIONS', ...(operations.has('GET') ? ['HEAD'] : [])]
  return methods.sort().join(', ')
}
