// The results in words and tables.
import { table } from './section.ts'
import type { Section } from './section.ts'
import type { BoundsOptions } from './options.ts'

/** What the results are to be read with. */
export type Circumstances = { options: BoundsOptions; machine: string; pinned: boolean; loadAverage: number; date: string }

export function report(sections: Section[], { options, machine, pinned, loadAverage, date }: Circumstances): string {
  const { rounds, seconds } = options
  const postgres = sections[0]?.postgres ?? ''
  const findings = sections.flatMap((section) => section.findings.map(({ what, target, measured }) => [what, target, measured]))
  const parts = sections.map(({ title, text }) => `## ${title}\n\n${text}`)
  return `# Bounds

Written by \`npm run bench:bounds\` on ${date}. What it costs beside other servers is in [RESULTS.md](RESULTS.md).

- Machine: ${machine}. Load average at the start: ${loadAverage.toFixed(2)}.
- Node ${process.versions.node}; PostgreSQL ${postgres} with fsync, synchronous_commit and full_page_writes on.
- ${rounds} rounds of ${seconds} s each, in turns; figures are medians of the rounds.

${table(['', 'target', 'measured'], findings)}

${parts.join('\n\n')}

## How to read it

- Targets are what the project set itself; nothing here fails where one is missed. What a request may cost is counted, not timed, by
  \`npm test -- tests/speed\`.
- ${pinned ? 'For growth and the crowd the service has one processor to itself, and load and database have the others' : 'The processors were shared: they could not be pinned'}. The load generator is on
  the same machine, so a latency holds the time that it, too, waited for a processor.
- Processor time is the kernel's own count, between the first and the last moment of a round. Compare it rather than latencies,
  which are everybody's on the machine.
`
}
