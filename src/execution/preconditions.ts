/** The ETag of a version: strong, as a version never stands for two representations (RFC 9110 section 8.8.3). */
export const etagOf = (version: number): string => `"${version}"`

/**
 * The versions that an If-Match lets through, by strong comparison: weak tags, and tags that are not ours, match nothing.
 * @returns null where any will do: no header, or `*`
 */
export function versionsOf(ifMatch: string | undefined): number[] | null {
  if (ifMatch === undefined || ifMatch === '*') return null
  return tagsOf(ifMatch).flatMap((tag) => (/^"[1-9]\d{0,15}"$/.test(tag) ? Number(tag.slice(1, -1)) : []))
}

/** Whether an If-None-Match names a tag, by weak comparison: the client has what would be sent. */
export function isNotModified(ifNoneMatch: string | undefined, etag: unknown): boolean {
  if (ifNoneMatch === undefined || typeof etag !== 'string') return false
  return ifNoneMatch === '*' || tagsOf(ifNoneMatch).some((tag) => tag.replace(/^W\//, '') === etag)
}

const tagsOf = (list: string): string[] => list.match(/(?:W\/)?"[^"]*"/g) ?? []
