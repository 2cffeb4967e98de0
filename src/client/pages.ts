/**
 * The query of the next page, as the `Link` header of this one has it (RFC 8288); null on the last page. The path is left to
 * the operation, as a proxy may have put something before it.
 */
export function nextQuery(link: string | null): string | null {
  const next = /<([^>]*)>[^,<]*;\s*rel="?next"?/i.exec(link ?? '')
  return next?.[1] === undefined ? null : new URL(next[1], 'http://localhost').search.slice(1)
}
