// Compares the speed of the service with other servers, and measures its limits.
import { writeFileSync } from 'node:fs'
import { crowd } from './bench/crowd.ts'
import { growth } from './bench/growth.ts'
import { feed } from './bench/feed.ts'
import { describeMachine, loadAverage } from './bench/machine.ts'
import { isComplete, optionTypes, readOptions, sectionNames, usage } from './bench/options.ts'
import type { Options, SectionName } from './bench/options.ts'
import { peers } from './bench/peers.ts'
import { processes } from './bench/processes.ts'
import { report } from './bench/report.ts'
import type { Result } from './bench/report.ts'
import type { Section } from './bench/section.ts'
import { onStage } from './bench/stage.ts'
import { start } from './bench/start.ts'
import { keepTo } from './support/processors.ts'
import type { Processors } from './support/processors.ts'
import { runProgram } from './support/program.ts'
import { run } from './support/run.ts'
import { root } from './support/service.ts'

const results = new URL('../tests/bench/', import.meta.url)
const sections: Record<SectionName, Section> = { peers, growth, crowd, processes, feed, start }

async function bench(options: Options): Promise<void> {
  await run(root, 'npm', ['run', '--silent', 'build'])
  const load = loadAverage()
  const measured = new Map<SectionName, Result>()
  const names = sectionNames.filter((name) => options.only.includes(name))
  // This process can be pinned once and for all, so sections that share the processors come first.
  let processors: Processors = null
  for (const name of names.toSorted((one, other) => Number(sections[one].pinned) - Number(sections[other].pinned))) {
    const section = sections[name]
    if (section.pinned) processors ??= keepTo('others')
    measured.set(
      name,
      await onStage(processors, section.data?.(options), async (stage) => ({
        ...(await section.measure(stage, options)),
        title: section.title,
        postgres: stage.database.version,
        isPinned: processors !== null,
      })),
    )
  }
  const ordered = names.flatMap((name) => measured.get(name) ?? [])
  const text = report(ordered, { options, machine: describeMachine(), loadAverage: load, date: new Date().toISOString().slice(0, 10) })
  console.log(text)
  if (!isComplete(options)) return
  writeFileSync(new URL('RESULTS.md', results), text)
  for (const { chart } of ordered) if (chart !== undefined) writeFileSync(new URL('results.svg', results), chart)
}

await runProgram({ usage, options: optionTypes }, (values) => bench(readOptions(values)))
