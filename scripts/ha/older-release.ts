// An older release of the service, built in a folder of its own.
import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../support/program.ts'
import { run } from '../support/run.ts'
import { root } from '../support/service.ts'

const git = (...args: string[]): Promise<string> => run(root, 'git', args).then((text) => text.trim())

/** The commit before the newest migration; null where the history does not go back to it. */
export async function commitBeforeMigration(): Promise<string | null> {
  const newest = (await git('ls-files', 'sql/migrations')).split('\n').at(-1) ?? ''
  const commit = await git('log', '--diff-filter=A', '-1', '--format=%H', '--', newest).catch(() => '')
  return git('rev-parse', '--verify', '--quiet', `${commit}^`).catch(() => null)
}

/** Builds a commit. @param folder does not exist yet */
export async function buildOlder(commit: string, folder: string): Promise<void> {
  await git('cat-file', '-e', `${commit}^{commit}`).catch(() => {
    throw new UserError(`--from: the commit ${commit} is not in this repository.`)
  })
  await git('worktree', 'add', '--detach', folder, commit)
  const [here, there] = await Promise.all([root, folder].map((each) => readFile(join(each, 'package-lock.json'), 'utf8')))
  if (here === there) {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
    await run(folder, 'npm', ['run', '--silent', 'build'])
  } else {
    // It also builds.
    await run(folder, 'npm', ['ci', '--no-audit', '--no-fund'])
  }
}

/** Removes what was built. */
export const removeOlder = (folder: string): Promise<string> => git('worktree', 'remove', '--force', folder).catch(() => '')
