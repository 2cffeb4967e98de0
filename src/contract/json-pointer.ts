/** The pointer to a member of what another JSON Pointer leads to (RFC 6901). */
export const pointerTo = (pointer: string, member: string | number): string =>
  `${pointer}/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`
