// What npm run ha starts in namespaces of its own, if it may have them.
import type { Kept } from '../chaos/overload.ts'
import { keepsPromises } from '../chaos/promises.ts'
import { runProgram } from '../support/program.ts'
import type { Account } from '../support/throwaway-postgres.ts'
import { startCluster } from './cluster.ts'
import { failover } from './failover.ts'
import { faultsOf } from './faults.ts'
import { createNetwork, useLoopback } from './network.ts'
import { recovery } from './recovery.ts'
import { upgrade } from './upgrade.ts'

/** What is to be done. `older` is the folder of an older release. */
export type Job = { folder: string; account: Account; isolated: boolean; parts: string[]; faults: number; kinds: string[]; older: string | null }

const print = (line: string): void => console.log(line)
const secondsSince = (began: number): string => ((performance.now() - began) / 1_000).toFixed(1)

await runProgram({ usage: 'npm run ha', positionals: [1, 1] }, async (_options, [text = '']) => {
  const { folder, account, isolated, parts, faults, kinds, older } = JSON.parse(text) as Job // scripts/ha.ts wrote it
  const began = performance.now()
  const network = isolated ? await createNetwork() : useLoopback()
  const cluster = await startCluster({ folder, account, network })
  print(`The cluster was there after ${secondsSince(began)} s.`)
  const kept: boolean[] = []
  const keep = async (name: string, part: Promise<Kept[]>): Promise<void> => {
    const promises = await part
    print(`After ${secondsSince(began)} s, ${name} was over.`)
    kept.push(keepsPromises(promises, print))
  }
  if (older !== null) await keep('upgrade', upgrade(cluster, older, print))
  if (parts.includes('failover')) await keep('failover', failover(cluster, faultsOf(faults, kinds, network), print))
  if (parts.includes('recovery')) await keep('recovery', recovery(cluster, print))
  // fetch keeps connections open, and servers are ended with this process.
  process.exit(kept.every(Boolean) ? 0 : 1)
})
