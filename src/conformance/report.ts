import type { Report, Result } from './outcome.ts'

/** The results of an operation as text: a line for each check, and below it what was wrong. */
export function paragraphOf(results: Result[]): string {
  const lines = results.flatMap((result) => {
    const { check, title } = result
    const line = `  ${result.outcome.padEnd(7)}  ${check}: ${title}`
    if (result.outcome === 'passed') return [line]
    if (result.outcome === 'skipped') return [`${line}\n             because ${result.reason}`]
    const { expected, came, request } = result
    return [line, `             expected  ${expected}`, `             came      ${came}`, ...(request === null ? [] : [`             request   ${request}`])]
  })
  return `${results[0]?.operation ?? ''}\n${lines.join('\n')}\n`
}

/** The summary of a run. */
export function summaryOf({ url, contract, results, leftBehind, interrupted }: Report): string {
  const { passed, failed, skipped } = countsOf(results)
  const failures = results.filter(({ outcome }) => outcome === 'failed').map(({ operation, check }) => `  ${operation}/${check}`)
  const prevented = results.filter((result) => result.outcome === 'skipped' && result.prevented).length
  const alone = results.filter((result) => result.outcome === 'skipped' && result.reason.includes('--second-token')).length
  return [
    `${url}, contract version ${contract}: ${passed} passed, ${failed} failed, ${skipped} skipped.`,
    ...(interrupted ? ['The run was interrupted; remaining checks are not counted.'] : []),
    ...(failures.length > 0 ? ['Failed:', ...failures] : []),
    ...(prevented > 0 ? [`The deployment prevented ${prevented} checks, so their results are unknown. Fix the reasons given, and run it again.`] : []),
    ...(alone > 0 ? [`${alone} checks of isolation between users were skipped: pass a --second-token of another user.`] : []),
    ...(leftBehind.length > 0 ? ['Left behind, for you to remove:', ...leftBehind.map((what) => `  ${what}`)] : ['Nothing was left behind.']),
  ].join('\n')
}

/** The number of checks by outcome. */
export function countsOf(results: Result[]): Record<Result['outcome'], number> {
  const count = (outcome: Result['outcome']): number => results.filter((result) => result.outcome === outcome).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}

/** The report as JSON. */
export const jsonOf = (report: Report): string => `${JSON.stringify({ ...report, counts: countsOf(report.results) }, null, 2)}\n`

/** The report as JUnit XML, which CI services read: a suite for each operation, a case for each check. */
export function junitOf({ results }: Report): string {
  const operations = [...new Set(results.map(({ operation }) => operation))]
  const suites = operations.map((operation) => {
    const own = results.filter((result) => result.operation === operation)
    return `  <testsuite ${attributes({ name: operation, ...totals(own) })}>\n${own.map(caseOf).join('')}  </testsuite>\n`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes({ name: 'taskpact conformance', ...totals(results) })}>\n${suites.join('')}</testsuites>\n`
}

function caseOf(result: Result): string {
  const { operation, check, title, milliseconds } = result
  const opening = `    <testcase ${attributes({ classname: operation, name: `${check}: ${title}`, time: milliseconds / 1000 })}`
  if (result.outcome === 'passed') return `${opening}/>\n`
  if (result.outcome === 'skipped') return `${opening}><skipped ${attributes({ message: result.reason })}/></testcase>\n`
  const { expected, came, request } = result
  const text = `expected ${expected}; came ${came}${request === null ? '' : `; request ${request}`}`
  return `${opening}><failure ${attributes({ message: `expected ${expected}` })}>${escaped(text)}</failure></testcase>\n`
}

const totals = (results: Result[]): Record<string, string | number> => {
  const { failed, skipped } = countsOf(results)
  const time = results.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000
  return { tests: results.length, failures: failed, errors: 0, skipped, time }
}

const attributes = (values: Record<string, string | number>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${escaped(String(value))}"`)
    .join(' ')

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' }

/** Escapes text for XML 1.0, which cannot represent most control characters. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\x20-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/[&<>"\n\r\t]/g, (character) => entities[character] ?? '')
