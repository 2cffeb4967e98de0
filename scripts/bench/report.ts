// The report in Markdown.
import type { Options } from './options.ts'
import { table } from './section.ts'
import type { Measured } from './section.ts'

/** The result of a section. */
export type Result = Measured & { title: string; postgres: string; isPinned: boolean }

/** What the results must be read with. */
export type Circumstances = { options: Options; machine: string; loadAverage: number; date: string }

/** A heading for each section, below the table of all findings. */
export function report(results: Result[], { options, machine, loadAverage, date }: Circumstances): string {
  const { rounds, seconds, connections } = options
  const findings = results.flatMap((result) => result.findings.map(({ what, target, measured }) => [what, target, measured]))
  const targets = findings.length > 0 ? [table(['', 'target', 'measured'], findings)] : []
  const shared = results.filter(({ isPinned }) => !isPinned).map(({ title }) => title)
  return `# Measured

Written by \`npm run bench\` on ${date}.

- Machine: ${machine}. Load average at the start: ${loadAverage.toFixed(2)}.
- Node ${process.versions.node}; PostgreSQL ${results[0]?.postgres ?? ''} with fsync, synchronous_commit and full_page_writes on.
- ${rounds} ${rounds === 1 ? 'round' : 'rounds'} of ${seconds} s for each server and request, in turns; ${connections} connections, unless stated otherwise,
  each sending the next request as soon as it gets a response. Figures are medians of the rounds.

${[...targets, ...results.map(({ title, text }) => `## ${title}\n\n${text}`)].join('\n\n')}

## How to read it

- Targets are the project's own; nothing fails if one is missed. The cost of a request is also counted, not timed, by \`npm test -- tests/load\`.
- The server has one processor to itself, and load and database have the others${shared.length > 0 ? `; but not in ${shared.join(', ')}, where all share them` : ''}.
- Processor time is what the kernel counts for the server's processes and for all of PostgreSQL's, between the first and the last moment of
  a round. Compare it rather than latencies: the load generator is on the same machine and also waits for processors.
`
}
