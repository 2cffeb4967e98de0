import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** What a test file says it tests. */
export type Titles = {
  /** The title of each `test(…)` and `test.each(…)(…)`; null for one that is not written out. */
  titles: (string | null)[]
  /** The operations of which it calls `refusesAsEverywhere`. */
  everywhere: string[]
}

/** Reads the titles of a test file without running it. */
export function titlesOf(path: string): Titles {
  const found: Titles = { titles: [], everywhere: [] }
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [first, second] = node.arguments
      const called = rootOf(node.expression)
      if (called === 'test' && !isTable(node.expression)) found.titles.push(textOf(first))
      if (called === 'changesTasks') found.titles.push(...titlesOf(changing).titles)
      if (called === 'refusesAsEverywhere' || called === 'changesTasks') found.everywhere.push(textOf(second) ?? '')
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest))
  return found
}

// The tests that two operations have in common.
const changing = fileURLToPath(new URL('../shared/changing-tasks.ts', import.meta.url))

/** The name that a chain of calls and properties starts with: `test` of `test.each(…)(…)`. */
function rootOf(node: ts.Expression): string | null {
  if (ts.isIdentifier(node)) return node.text
  return ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) ? rootOf(node.expression) : null
}

/** Whether it is the `test.each` of `test.each(…)`, which is given cases rather than a title. */
const isTable = (node: ts.Expression): boolean => ts.isPropertyAccessExpression(node) && ['each', 'for'].includes(node.name.text)

function textOf(node: ts.Expression | undefined): string | null {
  if (node === undefined) return null
  if (ts.isStringLiteralLike(node)) return node.text
  return ts.isTemplateExpression(node) ? node.head.text : null
}
