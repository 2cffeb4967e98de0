/** Appends a member to a JSON Pointer (RFC 6901). */
export const pointerTo = (pointer: string, member: string | number): string => `${pointer}/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`
