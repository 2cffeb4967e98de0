import { statfsSync } from 'node:fs'
import { finding, ok } from './finding.ts'
import type { Finding } from './finding.ts'

/** The first and the last day of a release of Node that is not maintained any more. */
const endOfNode: Record<string, string> = { '20': '2026-04-30', '21': '2024-06-01', '23': '2025-06-01' }

/** Checks the version of Node. package.json says the oldest one that the service runs on. */
export function examineNode(version: string, now: Date): Finding {
  const [major = '', minor = ''] = version.split('.')
  if (Number(major) < 20 || (major === '20' && Number(minor) < 19)) return finding('node', 'fail', version, 'Install Node 20.19 or later.')
  const end = endOfNode[major]
  return end !== undefined && now > new Date(end)
    ? finding('node', 'warn', version, `Node ${major} gets no fixes since ${end}. Install the latest version with long-term support.`)
    : ok('node', version)
}

/** Checks how full the disk of a folder is; null for a database elsewhere. */
export function examineDisk(dataDir: string | null): Finding {
  if (dataDir === null) return finding('disk', 'unknown', 'the disk of the server cannot be seen from here', 'Watch it there.')
  const { bavail, blocks, bsize } = statfsSync(dataDir)
  const free = bavail * bsize
  const found = `${(free / 1e9).toFixed(1)} GB of ${((blocks * bsize) / 1e9).toFixed(1)} GB free`
  const advice = 'PostgreSQL stops when its disk is full. Free some space, or move DATA_DIR to a larger disk.'
  if (free < 200e6) return finding('disk', 'fail', found, advice)
  return free < 2e9 && bavail / blocks < 0.1 ? finding('disk', 'warn', found, advice) : ok('disk', found)
}
