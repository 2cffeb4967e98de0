// What npm run ha starts in namespaces of its own, if it may have them.
import { alignColumns } from '../chaos/align-columns.ts'
import type { Kept } from '../chaos/overload.ts'
import { runProgram } from '../support/program.ts'
import type { Account } from '../support/throwaway-postgres.ts'
import { startCluster } from './cluster.ts'
import { failover } from './failover.ts'
import { faultsOf } from './faults.ts'
import type { Kind } from './faults.ts'
import { createNetwork, useLoopback } from './network.ts'
import { recovery } from './recovery.ts'
import { upgrade } from './upgrade.ts'

/** What is to be done. `older` is the folder of an older release. */
export type Job = { folder: string; account: Account; isolated: boolean; parts: string[]; faults: number; kinds: Kind[]; older: string | null }

const print = (line: string): void => console.log(line)
const secondsSince = (began: number): string => ((performance.now() - began) / 1_000).toFixed(1)

await runProgram({ usage: 'npm run ha', positionals: [1, 1] }, async (_options, [text = '']) => {
  const { folder, account, isolated, parts, faults, kinds, older } = JSON.parse(text) as Job // scripts/ha.ts wrote it
  const began = performance.now()
  const network = isolated ? await createNetwork() : useLoopback()
  const cluster = await startCluster({ folder, account, network })
  print(`The cluster was there after ${secondsSince(began)} s.`)
  const promises: Kept[] = []
  const keep = async (name: string, part: Promise<Kept[]>): Promise<void> => {
    const kept = await part
    promises.push(...kept)
    print(`After ${secondsSince(began)} s, ${name} was over.`)
    print(alignColumns([['promise', 'measured', 'kept'], ...kept.map((one) => [one.promise, one.measured, one.kept ? 'yes' : 'NO'])]))
  }
  if (older !== null) await keep('upgrade', upgrade(cluster, older, print))
  if (parts.includes('failover')) await keep('failover', failover(cluster, faultsOf(faults, kinds, network), print))
  if (parts.includes('recovery')) await keep('recovery', recovery(cluster, print))
  // fetch keeps connections open, and servers are ended with this process.
  process.exit(promises.every(({ kept }) => kept) ? 0 : 1)
})
