/**
 * The query of the next page, from the `Link` header of this one (RFC 8288); null on the last page. The path comes from the
 * operation, as a proxy may have added a prefix.
 */
export function nextQuery(link: string | null): string | null {
  const next = /<([^>]*)>[^,<]*;\s*rel="?next"?/i.exec(link ?? '')
  return next?.[1] === undefined ? null : new URL(next[1], 'http://localhost').search.slice(1)
}
