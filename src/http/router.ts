import type { OperationFacts } from '../contract/contract.ts'
import { Problem } from '../problem.ts'

type Node = { literals: Map<string, Node>; parameter: Node | null; operations: Map<string, OperationFacts> }

/** What a path and a method lead to: the operation, and the decoded values of its path's parameters. */
export type Route = { operation: OperationFacts; params: Record<string, string> }

/** Finds what a path leads to, by its decoded segments. */
export type Router = {
  /** @throws Problem 404 for a path that is not in the contract, 405 with `Allow` for a method that its path does not have */
  find(method: string, segments: readonly string[]): Route
  /** The methods that a path takes, for `Allow`; null for a path that is not in the contract. */
  allow(segments: readonly string[]): string | null
}

/**
 * Compiles the contract's paths into a tree of segments, so that finding an operation takes as many steps as the path has
 * segments, however many operations there are.
 */
export function createRouter(operations: readonly OperationFacts[]): Router {
  const root = node()
  for (const operation of operations) {
    const leaf = segmentsOf(operation.path).reduce(descend, root)
    leaf.operations.set(operation.method, operation)
  }
  return {
    find(method, segments) {
      const leaf = find(root, segments, 0)
      if (!leaf) throw new Problem('not-found', 'There is nothing at this path. See /docs for what there is.')
      const operation = leaf.operations.get(method === 'HEAD' ? 'GET' : method)
      if (!operation) {
        const allow = methodsOf(leaf)
        throw new Problem('method-not-allowed', `This resource takes ${allow}.`, { headers: { Allow: allow } })
      }
      return { operation, params: parametersOf(operation, segments) }
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

/** A literal segment goes before a parameter; where it leads nowhere, the parameter is tried. */
function find(at: Node, segments: readonly string[], depth: number): Node | null {
  const segment = segments[depth]
  if (segment === undefined) return at.operations.size > 0 ? at : null
  const literal = at.literals.get(segment)
  const found = literal ? find(literal, segments, depth + 1) : null
  if (found || !at.parameter || segment === '') return found
  return find(at.parameter, segments, depth + 1)
}

function parametersOf(operation: OperationFacts, segments: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {}
  segmentsOf(operation.path).forEach((segment, index) => {
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = segments[index] ?? ''
  })
  return params
}

/** HEAD goes wherever GET does, and OPTIONS everywhere. */
function methodsOf({ operations }: Node): string {
  const methods = [...operations.keys(), 'OPTIONS', ...(operations.has('GET') ? ['HEAD'] : [])]
  return methods.sort().join(', ')
}
