import { readFileSync } from 'node:fs'
import { parser } from '@prometheus-io/lezer-promql'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadContract } from '../../src/contract/contract.ts'
import { testService } from '../support/service.ts'

const read = (file: string): string => readFileSync(new URL(`../../.observability/${file}`, import.meta.url), 'utf8')

type Rule = { record?: string; alert?: string; expr: string; for?: string; labels?: Record<string, string>; annotations?: Record<string, string> }
type Panel = { title: string; targets: { expr: string }[] }

const { groups } = parse(read('alerts.yaml')) as { groups: { name: string; rules: Rule[] }[] }
const dashboard = JSON.parse(read('dashboard.json')) as { panels: Panel[]; templating: { list: { name: string; query: string }[] } }
const rules = groups.flatMap((group) => group.rules)
const recorded = rules.flatMap(({ record }) => record ?? [])

/** What Grafana puts in place of its variables. */
const filledIn = (expr: string): string => expr.replaceAll('$__rate_interval', '5m').replaceAll('$instance', '.*')

const expressions: [name: string, expr: string][] = [
  ...rules.map(({ record, alert, expr }): [string, string] => [record ?? alert ?? '', expr]),
  ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }): [string, string] => [title, filledIn(expr)])),
]

/** What Prometheus adds to each series of a scrape. */
const ofScrape = ['instance', 'job']

/** The series that are served: of each metric, the values of its labels. */
const served = new Map<string, Map<string, Set<string>>>()

const service = testService({ cleanup: { most: 1_000, every: 50 } })
beforeAll(async () => {
  await service.alice.post('/api/me/tasks', { title: 'Buy milk' }).expect(201)
  await service.alice.get('/api/me/tasks').expect(200)
  const scrape = async (): Promise<string> => (await service.anyone.get('/metrics').expect(200)).text
  for (const needed of ['taskpact_cleanup_last_success_timestamp_seconds', 'taskpact_queue_age_seconds', 'taskpact_requests_total', 'taskpact_request_cost']) {
    for (let text = ''; !new RegExp(`^${needed}.* \\S+$`, 'm').test(text);) text = await scrape()
  }
  for (const [, name = '', labels = ''] of (await scrape()).matchAll(/^([a-z_0-9]+)(?:\{(.*)\})? \S+$/gm)) {
    const values = served.get(name) ?? new Map<string, Set<string>>()
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="([^"]*)"/g)) values.set(label, (values.get(label) ?? new Set()).add(value))
    served.set(name, values)
  }
})

type Found = { errors: number; metrics: string[]; matchers: { metric: string; label: string; operator: string; value: string }[]; groupings: string[] }

/** What an expression names. */
function namesIn(expr: string): Found {
  const found: Found = { errors: 0, metrics: [], matchers: [], groupings: [] }
  let metric = ''
  let label = ''
  let operator = ''
  let isGrouping = false
  parser.parse(expr).iterate({
    enter({ name, from, to, type }) {
      const text = expr.slice(from, to)
      if (type.isError) found.errors += 1
      if (name === 'VectorSelector') metric = /^[\w:]+/.exec(text)?.[0] ?? ''
      if (name === 'VectorSelector') found.metrics.push(metric)
      if (name === 'GroupingLabels') isGrouping = true
      if (name === 'LabelName' && isGrouping) found.groupings.push(text)
      else if (name === 'LabelName') label = text
      if (name === 'MatchOp') operator = text
      if (name === 'StringLiteral' && label !== '') {
        found.matchers.push({ metric, label, operator, value: JSON.parse(text) as string })
        label = ''
      }
    },
    leave({ name }) {
      if (name === 'GroupingLabels') isGrouping = false
    },
  })
  return found
}

describe('each expression of the rules and the dashboard', () => {
  test.each(expressions)('%s is PromQL, of metrics and labels that are served', (_, expr) => {
    const { errors, metrics, matchers, groupings } = namesIn(expr)
    expect(errors).toBe(0)
    expect(metrics.length).toBeGreaterThan(0)
    for (const metric of metrics) expect([...served.keys(), ...recorded]).toContain(metric)
    for (const { metric, label, operator, value } of matchers) {
      if (ofScrape.includes(label)) continue
      const values = served.get(metric)?.get(label)
      expect(values, `${metric} has no label ${label}`).toBeDefined()
      // Other values come with other requests.
      if (operator === '=') expect([...(values ?? [])]).toContain(value)
    }
    const labels = new Set(metrics.flatMap((metric) => [...(served.get(metric)?.keys() ?? [])]))
    for (const label of groupings) expect([...labels, ...ofScrape]).toContain(label)
  })

  test('a name that is not served is found, and so is a label', () => {
    expect(namesIn('sum by (gone) (rate(taskpact_nothing_total{lost="x"}[5m]))')).toEqual({
      errors: 0,
      metrics: ['taskpact_nothing_total'],
      matchers: [{ metric: 'taskpact_nothing_total', label: 'lost', operator: '=', value: 'x' }],
      groupings: ['gone'],
    })
    expect(namesIn('sum(rate(taskpact_requests_total[5m])').errors).toBeGreaterThan(0)
  })
})

describe('the objectives', () => {
  const operations = loadContract().operations
  // A stream and an export take as long as their clients do.
  const open = ['streamChanges', 'exportAccount']
  const probes = ['getLiveness', 'getReadiness', 'getMetrics']

  /** The operations whose series the buckets of an objective are of. */
  function chosenBy(record: string): string[] {
    const { expr = '' } = rules.find((rule) => rule.record === record) ?? {}
    const ofBuckets = namesIn(expr).matchers.filter(({ metric, label }) => metric.endsWith('_bucket') && label === 'operation')
    const isChosen = (id: string): boolean => ofBuckets.every(({ operator, value }) => new RegExp(`^(?:${value})$`).test(id) === (operator === '=~'))
    return operations.map(({ id }) => id as string).filter(isChosen)
  }

  test('that of reads is of all that is read, and that of writes of all that is written', () => {
    const reads = operations.filter(({ method, id }) => method === 'GET' && ![...open, ...probes].includes(id)).map(({ id }) => id)
    const writes = operations.filter(({ method }) => method !== 'GET').map(({ id }) => id)
    expect(chosenBy('taskpact:slow_reads:ratio_rate5m').sort()).toEqual(reads.sort())
    expect(chosenBy('taskpact:slow_writes:ratio_rate5m').sort()).toEqual(writes.sort())
  })

  test('each has an alert for each speed, of two windows that are recorded', () => {
    const windows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d']
    for (const [objective, alert] of Object.entries({ unavailable: 'Unavailable', slow_reads: 'ReadsSlow', slow_writes: 'WritesSlow' })) {
      const used = rules.filter((rule) => rule.alert?.startsWith(`Taskpact${alert}`)).flatMap(({ expr }) => namesIn(expr).metrics)
      expect([...new Set(used)].sort()).toEqual(windows.map((window) => `taskpact:${objective}:ratio_rate${window}`).sort())
    }
  })
})

test('each alert says how urgent it is, what is wrong, and what to do', () => {
  for (const { alert, labels, annotations } of rules.filter((rule) => rule.alert !== undefined)) {
    expect(alert).toMatch(/^Taskpact\w+$/)
    expect(['page', 'ticket']).toContain(labels?.['severity'])
    expect(annotations).toEqual({ summary: expect.stringMatching(/\S/), description: expect.stringMatching(/\S/) })
  }
})

test('the dashboard chooses processes by a metric that is served', () => {
  const { query = '' } = dashboard.templating.list.find(({ name }) => name === 'instance') ?? {}
  const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(query) ?? []
  expect([...served.keys()]).toContain(metric)
  expect(ofScrape).toContain(label)
})
