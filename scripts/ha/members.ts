// What Patroni says of the servers.
import { setTimeout as pause } from 'node:timers/promises'
import { addressOf, nodes } from './network.ts'
import type { Network, Node } from './network.ts'

type Member = { name: Node; role: string; state: string; timeline?: number; lag?: number | string }

const mostUntilWholeMs = 180_000

/** What each server that responds says of all. */
async function viewsOf({ localize }: Network): Promise<Member[][]> {
  const views = nodes.map(async (node): Promise<Member[][]> => {
    try {
      const response = await fetch(localize(`http://${addressOf(node)}:8008/cluster`), { signal: AbortSignal.timeout(2_000) })
      const { members } = (await response.json()) as { members: Member[] } // Patroni sends nothing else
      return [members]
    } catch {
      // It is down, or cut off.
      return []
    }
  })
  return (await Promise.all(views)).flat()
}

const isPrimary = ({ role, state }: Member): boolean => role === 'leader' && state === 'running'

/** Waits for an answer that the servers' views give at some time. */
async function until<Result>(network: Network, find: (views: Member[][]) => Result | undefined): Promise<Result> {
  const began = performance.now()
  for (;;) {
    const views = await viewsOf(network)
    const result = find(views)
    if (result !== undefined) return result
    if (performance.now() - began > mostUntilWholeMs) throw new Error(`the cluster is not whole: ${JSON.stringify(views)}`)
    await pause(200)
  }
}

/** The primary, if all others follow it, one of them synchronously. */
function primaryOfWhole(members: Member[]): Node | undefined {
  const primary = members.find(isPrimary)
  // They may lack what was just written.
  const following = members.filter(({ role, state, timeline }) => role !== 'leader' && state === 'streaming' && timeline === primary?.timeline)
  return following.length === nodes.length - 1 && following.some(({ role }) => role === 'sync_standby') ? primary?.name : undefined
}

/** Waits until there is a primary, and all others follow it, one of them synchronously. @returns the primary */
export const untilWhole = (network: Network): Promise<Node> =>
  until(network, (views) => {
    // A server that was cut off still says what was before.
    const [first, ...others] = views.map(primaryOfWhole)
    return views.length === nodes.length && others.every((other) => other === first) ? first : undefined
  })

/** Waits until another server is the primary than the one that was lost. @returns that server */
export const untilPrimaryBesides = (network: Network, lost: Node): Promise<Node> =>
  until(network, (views) => views.flat().find((member) => isPrimary(member) && member.name !== lost)?.name)
