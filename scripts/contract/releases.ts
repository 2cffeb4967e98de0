import { spawnSync } from 'node:child_process'
import { parse } from 'yaml'
import type { Release } from './changelog.ts'
import type { JsonObject } from './document.ts'

/** The contracts at the tags v* of a repository, oldest first; none if the folder is no repository. */
export function releasesIn(folder: string): Release[] {
  // A release candidate is older than its release.
  const tags = git(folder, '-c', 'versionsort.suffix=-', 'tag', '--merged', 'HEAD', '--list', 'v*', '--sort', 'v:refname') ?? ''
  return tags.split('\n').flatMap((tag) => {
    const text = tag === '' ? null : git(folder, 'show', `${tag}:openapi.yaml`)
    return text === null ? [] : [{ version: tag.slice(1), contract: parse(text) as JsonObject }] // the linter saw to its shape
  })
}

/** The output of git in a folder; null if it fails. */
export function git(folder: string, ...values: string[]): string | null {
  const { status, stdout } = spawnSync('git', values, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 })
  return status === 0 ? stdout : null
}
