// What the record of changes costs those who write, and how soon and how cheaply others follow it.
import { delta } from './feed/delta.ts'
import { latency } from './feed/latency.ts'
import { idleStreams } from './feed/streams.ts'
import { writing } from './feed/writing.ts'
import type { Measured, Section } from './section.ts'

/** Measures writers, those who wait for changes, and last, as it fills the table, those who read them. */
export const feed: Section = {
  title: 'Changes',
  pinned: true,
  async measure(stage, options) {
    const parts: Measured[] = []
    for (const measure of [writing, latency, idleStreams, delta]) parts.push(await measure(stage, options))
    return { findings: parts.flatMap(({ findings }) => findings), text: parts.map(({ text }) => text).join('\n\n') }
  },
}
