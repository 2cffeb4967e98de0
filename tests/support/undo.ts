import { expect } from 'vitest'
import type { components } from '../../src/generated/contract.ts'
import { allChangesOf, snapshotOf, sorted } from './changes.ts'
import { miscounts, readEverything } from './everything.ts'
import type { Client } from './service.ts'

/** All that someone has and sees: things by kind and id, the trash in its order, and what is counted. */
export type State = { things: [string, unknown][]; tasksInTrash: Kept[]; listsInTrash: Kept[]; counts: unknown }
type Kept = { id: number }

/** What someone has now, but for versions and times of changes, which only go up. Counts have to be right. */
export async function stateOf(who: Client): Promise<State> {
  const [copy, all] = [await snapshotOf(who), await readEverything(who)]
  expect(miscounts(all)).toEqual([])
  const things = sorted(copy).map(([key, thing]): [string, unknown] => [key, withoutVersion(thing)])
  const { stats, tags } = all
  return {
    things,
    tasksInTrash: all.trash.map(withoutVersion),
    listsInTrash: all.deletedLists.map(withoutVersion),
    counts: withoutVersion([stats, tags]),
  }
}

/** The state without what is in the trash only because something new was undone. */
export function withoutNew(state: State, before: State): State {
  const known = (things: Kept[], olds: Kept[], kind: string): Kept[] =>
    things.filter(({ id }) => olds.some((old) => old.id === id) || before.things.some(([key]) => key === `${kind} ${id}`))
  return {
    ...state,
    tasksInTrash: known(state.tasksInTrash, before.tasksInTrash, 'task'),
    listsInTrash: known(state.listsInTrash, before.listsInTrash, 'list'),
  }
}

function withoutVersion<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value, (name, held: unknown) => (name === 'version' || name === 'updated_at' ? undefined : held)))
}

/** Undoes a change of someone's, the last one if no number is given. */
export async function undo(who: Client, seq?: number): Promise<components['schemas']['Undone']> {
  const { body } = await who.post('/api/me/undo', { seq }).expect(200)
  return body
}

/** Undoes someone's last change, which has to lead back to a state, and undoes that, which has to lead to where it was. */
export async function undoAndRedo(who: Client, before: State): Promise<void> {
  const after = await stateOf(who)
  const { cursor } = await allChangesOf(who)
  const undone = await undo(who)
  expect(withoutNew(await stateOf(who), before)).toEqual(before)
  const { changes } = await allChangesOf(who, cursor)
  expect(new Set(changes.map(({ seq }) => seq))).toEqual(new Set([undone.seq]))
  expect(await undo(who, undone.seq)).toEqual({ undone: undone.seq, seq: undone.seq + 1 })
  expect(await stateOf(who)).toEqual(after)
}
