import { readFile, stat } from 'node:fs/promises'
import { EmbeddedPostgresError } from './error.ts'
import type { Account } from './processes.ts'

// Accounts nearly every Unix has; the first is made for this, the second owns nothing.
const UNPRIVILEGED = ['postgres', 'nobody']

/**
 * Takes the data folder (it need not exist) and gives the account to run PostgreSQL under, which refuses to run as
 * root: undefined (our own) for an ordinary user, for root the data's owner or else an unprivileged account.
 * Throws EmbeddedPostgresError when root has no such account or the data belongs to somebody else.
 */
export async function accountFor(data: string): Promise<Account> {
  const owner = await stat(data).catch(() => undefined)
  const self = process.getuid?.()
  if (self === 0) return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : await unprivileged()
  if (owner && owner.uid !== self) {
    throw new EmbeddedPostgresError(`${data} belongs to user ${owner.uid} and this is user ${self}; ` + 'run as its owner, or set DATA_DIR to another folder')
  }
  return undefined
}

async function unprivileged(): Promise<Account> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  for (const name of UNPRIVILEGED) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    // macOS lists nobody as -2, which the system calls take as an unsigned number.
    if (uid && gid) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and /etc/passwd has neither postgres nor nobody ' + 'to run it under; run as an ordinary user, or set DATABASE_URL',
  )
}
