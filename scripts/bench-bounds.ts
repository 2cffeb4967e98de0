// Measures what npm run bench does not, and writes tests/bench/BOUNDS.md: growth, a crowd, processes, start and memory.
// npm run bench:bounds -- [--only growth,crowd,processes,start] [--tasks 1000000] [--rounds 5] [--seconds 2]
import { writeFileSync } from 'node:fs'
import { interrupted } from './bench/interrupted.ts'
import { describeMachine, loadAverage, pin } from './bench/machine.ts'
import { crowd } from './bounds/crowd.ts'
import { growth } from './bounds/growth.ts'
import { allTasks, partNames, readBoundsOptions } from './bounds/options.ts'
import type { BoundsOptions, PartName } from './bounds/options.ts'
import { processes } from './bounds/processes.ts'
import { report } from './bounds/report.ts'
import type { Section } from './bounds/section.ts'
import type { Setting } from './bounds/stage.ts'
import { start } from './bounds/start.ts'

const parts: Record<PartName, (setting: Setting, options: BoundsOptions) => Promise<Section>> = { growth, crowd, processes, start }

// To pin this process, and with it all that it starts, cannot be undone: those that share the processors come first.
const sharing: readonly PartName[] = ['start', 'processes']

async function bounds(options: BoundsOptions): Promise<void> {
  const load = loadAverage()
  const interruption = interrupted()
  interruption.catch(() => undefined)
  const sections = new Map<PartName, Section>()
  const measure = async (name: PartName, pinning: Setting['pinning']): Promise<void> => {
    if (options.only.includes(name)) sections.set(name, await parts[name]({ pinning, interruption }, options))
  }
  for (const name of sharing) await measure(name, null)
  const pinning = pin()
  for (const name of partNames) if (!sharing.includes(name)) await measure(name, pinning)
  const ordered = partNames.flatMap((name) => sections.get(name) ?? [])
  const date = new Date().toISOString().slice(0, 10)
  const text = report(ordered, { options, machine: describeMachine(), pinned: pinning !== null, loadAverage: load, date })
  console.log(text)
  // What was measured in part does not take the place of the whole.
  if (ordered.length < partNames.length || options.tasks < allTasks) return
  writeFileSync(new URL('../tests/bench/BOUNDS.md', import.meta.url), text)
}

try {
  await bounds(readBoundsOptions())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
