// Finds out from a CPU profile what took the time.
import { fileURLToPath } from 'node:url'

type Frame = { functionName: string; url: string; lineNumber: number }

/** A CPU profile, as V8 gives it. */
export type Profile = { nodes: { id: number; callFrame: Frame; children?: number[] }[]; samples: number[]; timeDeltas: number[] }

/** Time by name, most first. Microseconds. */
export type Ranking = [name: string, microseconds: number][]

export type Analysis = {
  /** Sampled time in which the process was busy. */
  busy: number
  idle: number
  /** By function, and by file or package: the time spent in it itself. */
  functions: Ranking
  files: Ranking
  /** By file of our own: the time spent in it or in what it called; nested calls count once. */
  ours: Ranking
}

const root = fileURLToPath(new URL('../../', import.meta.url))

export function analyse({ nodes, samples, timeDeltas }: Profile): Analysis {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)))
  const [functions, files, ours] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()]
  let [busy, idle] = [0, 0]
  // A delta is the time before its sample, in which the previous sample ran.
  for (const [index, id] of samples.entries()) {
    const took = timeDeltas[index + 1] ?? 0
    const frame = frames.get(id)
    if (!frame || frame.functionName === '(root)') continue
    if (frame.functionName === '(idle)') {
      idle += took
      continue
    }
    busy += took
    add(functions, nameOf(frame), took)
    add(files, placeOf(frame), took)
    for (const place of ourPlaces(id, frames, parents)) add(ours, place, took)
  }
  return { busy, idle, functions: ranked(functions), files: ranked(files), ours: ranked(ours) }
}

function ourPlaces(id: number, frames: Map<number, Frame>, parents: Map<number, number>): Set<string> {
  const places = new Set<string>()
  for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
    const frame = frames.get(at)
    if (frame && isOurs(frame.url)) places.add(placeOf(frame))
  }
  return places
}

const isOurs = (url: string): boolean => url.includes('/dist/') && !url.includes('/node_modules/')

const nameOf = (frame: Frame): string => {
  const { functionName, url, lineNumber } = frame
  return url === '' ? functionName : `${functionName || '(anonymous)'}  ${shortened(url)}:${lineNumber + 1}`
}

/** The package of code that is not ours; V8's own entries, such as the garbage collector, keep their names. */
const placeOf = ({ url, functionName }: Frame): string => {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)'
  const packages = url.split('/node_modules/')
  if (packages.length === 1) return shortened(url)
  return packages.at(-1)?.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? url
}

const shortened = (url: string): string =>
  url
    .replace(/^file:\/\//, '')
    .replace(root, '')
    .replace(/^node_modules\//, '')

const add = (times: Map<string, number>, name: string, took: number): void => void times.set(name, (times.get(name) ?? 0) + took)

const ranked = (times: Map<string, number>): Ranking => [...times].sort(([, a], [, b]) => b - a)
