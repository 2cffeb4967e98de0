/** The media type of a stream of server-sent events; its schema in the contract is that of one event. */
export const eventStreamType = 'text/event-stream'

/** A part of an object that is sent while it is read: a member with its value, or with the next items of an array. */
export type Part = { name: string; value: unknown }

/** What to send: a status, a body of the media type (none for null), and headers beyond the usual. */
export type ApiResponse = { status: number; mediaType: string | null; body: unknown; headers: Record<string, unknown> }
