import type { Facts, Outline } from './outline.ts'

export type Kind = 'added' | 'changed' | 'deprecated' | 'removed'

/** A difference between two contracts: of what, by the names of what it is in, outermost first; and in which operation that is, and where there. */
export type Difference = { kind: Kind; subject: string[]; detail: string; operation: string; where: string[] }

/** What is different in the operations of another contract. Of what is added or removed as a whole the parts are not told. */
export function differencesOf(before: Outline[], after: Outline[]): Difference[] {
  return paired(before, after).flatMap((pair) => {
    const { name, old, now } = pair
    const inside: Place = { operation: (now ?? old)?.here['operationId'] ?? name, where: [], subject: [] }
    if (old === null || now === null) return compared(pair, inside)
    // The operation of what is in it is told once.
    return [...factual(old.here, now.here, { ...inside, subject: [name] }), ...paired(old.parts, now.parts).flatMap((part) => compared(part, inside))]
  })
}

type Place = Pick<Difference, 'operation' | 'where' | 'subject'>
type Pair = { name: string; old: Outline | null; now: Outline | null }

/** By their names, in the order of what is there now, and then what is gone. */
function paired(before: Outline[], after: Outline[]): Pair[] {
  const gone = before.filter(({ name }) => !after.some((now) => now.name === name))
  return [
    ...after.map((now) => ({ name: now.name, old: before.find(({ name }) => name === now.name) ?? null, now })),
    ...gone.map((old) => ({ name: old.name, old, now: null })),
  ]
}

function compared({ name, old, now }: Pair, at: Place): Difference[] {
  const place: Place = { ...at, subject: [...at.subject, name] }
  if (old === null) return [{ ...place, kind: 'added', detail: '' }]
  if (now === null) return [{ ...place, kind: 'removed', detail: '' }]
  // What shares a schema changes with it, wherever it is.
  const shared: Place = now.schema !== null && now.schema === old.schema ? { ...place, where: [...place.where, ...place.subject], subject: [`\`${now.schema}\``] } : place
  return [
    ...factual(old.here, now.here, place),
    ...factual(old.facts, now.facts, shared),
    ...paired(old.parts, now.parts).flatMap((pair) => compared(pair, shared)),
  ]
}

function factual({ deprecated: was, ...old }: Facts, { deprecated: is, ...now }: Facts, place: Place): Difference[] {
  const until = now['x-sunset-on']
  const deprecation: Difference[] = was === is ? [] : [
    is === 'true' ? { ...place, kind: 'deprecated', detail: until === undefined ? '' : `until ${until}` } : { ...place, kind: 'changed', detail: 'no longer deprecated' },
  ]
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((name) => old[name] !== now[name] && (name !== 'x-sunset-on' || deprecation.length === 0))
  return [...deprecation, ...names.map((name): Difference => ({ ...place, kind: 'changed', detail: `\`${name}\` ${quoted(old[name])} → ${quoted(now[name])}` }))]
}

const quoted = (fact: string | undefined): string => (fact === undefined ? 'none' : `\`${fact}\``)
