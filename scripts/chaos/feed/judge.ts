// What became of the promises, once nobody writes any more.
import type pg from 'pg'
import type { Kept } from '../overload.ts'
import { apply, entryOf, recordOf } from './changes.ts'
import type { Copy } from './changes.ts'
import { compareEntries, countDiffering } from './differences.ts'
import { snapshotOf } from './followers.ts'
import type { Follower } from './followers.ts'
import type { Person, Written } from './writers.ts'

type Evidence = { superuser: pg.Client; people: Person[]; followers: Follower[]; written: Written; url: string; print: (line: string) => void }

/** Compares what every follower saw with what was recorded, and its copy with what the user has. */
export async function judge({ superuser, people, followers, written, url, print }: Evidence): Promise<Kept[]> {
  const sum = { changes: 0, numbers: 0, gaps: 0, things: 0, unfaithful: 0, seen: 0, missed: 0, doubled: 0, disordered: 0, differing: 0 }
  for (const person of people) {
    const { states, last, gaps } = await recordOf(superuser, person.id)
    const present = await snapshotOf(person, url)
    const folded: Copy = new Map(person.atFirst)
    for (const state of states) apply(folded, state)
    sum.changes += states.length
    sum.numbers += last
    sum.gaps += gaps
    sum.things += present.size
    sum.unfaithful += countDiffering(folded, present)
    for (const { mode, copy, entries, from } of followers.filter((follower) => follower.person === person)) {
      sum.differing += countDiffering(copy, present)
      if (mode !== 'events') continue
      const { missed, doubled, disordered } = compareEntries(entries, states.filter(({ seq }) => seq > (from ?? 0)).map(entryOf))
      sum.seen += entries.length
      sum.missed += missed
      sum.doubled += doubled
      sum.disordered += disordered
    }
  }
  const unexpected = [...written.unexpected, ...followers.flatMap((follower) => follower.unexpected)]
  for (const each of unexpected.slice(0, 10)) print(`  ${each}`)
  const resumed = followers.reduce((total, follower) => total + follower.resumed, 0)
  print(`  ${written.acknowledged} writes were acknowledged and ${written.refused} refused; followers resumed ${resumed} times`)
  return [
    { promise: 'numbers have no gaps', measured: `${sum.gaps} of ${sum.numbers} missing, with ${sum.changes} changes`, kept: sum.gaps === 0 },
    {
      promise: 'each follower sees each change once, in order',
      measured: `of ${sum.seen} seen: ${sum.missed} missed, ${sum.doubled} doubled, ${sum.disordered} out of order`,
      kept: sum.seen > 0 && sum.missed + sum.doubled + sum.disordered === 0,
    },
    {
      promise: 'the copies of all followers equal what the users have',
      measured: `${sum.differing} things differ, of ${sum.things} in ${followers.length} copies`,
      kept: sum.differing === 0,
    },
    { promise: 'what was recorded adds up to what the users have', measured: `${sum.unfaithful} things differ`, kept: sum.unfaithful === 0 },
    { promise: 'nobody gets a response that nothing allows', measured: `${unexpected.length}`, kept: unexpected.length === 0 },
  ]
}
