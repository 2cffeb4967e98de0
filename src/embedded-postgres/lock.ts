import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { unless } from './error.ts'
import { exists, startOf } from './processes.ts'

/** What an attempt at the lock gives: the way to give it back, or the process that holds it. */
export type Claim = { release: () => Promise<void> } | { holder: number }

/**
 * Takes the path of a lock file and tries to become its only owner. A lock whose owner has died is taken over, also
 * after a kill -9 or a reboot. Throws what the file system throws when the folder cannot be written.
 */
export async function claimLock(path: string): Promise<Claim> {
  const holder = await claim(path, identityOf(process.pid))
  return holder === undefined ? { release: () => release(path) } : { holder }
}

/** Takes the path of a lock file and gives the live process that holds it, or undefined if there is none. */
export async function holderOf(path: string): Promise<number | undefined> {
  const found = await unless('ENOENT', readFile(path, 'utf8'))
  return found !== undefined && isAlive(found) ? pidIn(found) : undefined
}

// Process id, its start and the boot it belongs to: an id alone comes back, and after a reboot so may its start.
function identityOf(pid: number): string {
  return `${pid} ${startOf(pid)} ${bootId()}`
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}

function isAlive(identity: string): boolean {
  const pid = pidIn(identity)
  return pid > 0 && exists(pid) && identityOf(pid) === identity
}

function pidIn(identity: string): number {
  return Number.parseInt(identity, 10)
}

// Gives the live process in the way, or undefined when the lock is ours.
async function claim(path: string, mine: string): Promise<number | undefined> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, mine, { flag: 'wx' })
  try {
    for (;;) {
      // A link appears whole or not at all: nobody ever reads half a lock.
      if (
        await unless(
          'EEXIST',
          link(draft, path).then(() => true),
        )
      )
        return undefined
      const found = await unless('ENOENT', readFile(path, 'utf8'))
      if (found === undefined) continue
      if (isAlive(found)) return pidIn(found)
      const rival = await replaceDead(path, found, draft, mine)
      if (rival !== 'again') return rival
    }
  } finally {
    await rm(draft, { force: true })
  }
}

/*
 * Two starters may find the same dead owner. The one that holds the lock named after that owner, and still finds the dead
 * entry in place, is the only one who may replace it; the other must not touch what is then a live lock.
 */
async function replaceDead(path: string, found: string, draft: string, mine: string) {
  const turn = `${path}.${pidIn(found)}`
  const rival = await claim(turn, mine)
  if (rival !== undefined) return rival
  try {
    if ((await unless('ENOENT', readFile(path, 'utf8'))) !== found) return 'again'
    await rename(draft, path)
    return undefined
  } finally {
    await rm(turn, { force: true })
  }
}

// Failing here would hide why we give up; a lock that stays is stale as soon as we are gone.
async function release(path: string): Promise<void> {
  const found = await readFile(path, 'utf8').catch(() => undefined)
  if (found === identityOf(process.pid)) await rm(path, { force: true }).catch(() => {})
}
