/** What a stream sends: an event, a cursor to resume from without one, or null, by which the client knows that it is still open. */
export type StreamItem<Event> = Event | { id: string } | null

/** The body of a response that is a stream of events: they are sent as they come. */
export type EventStream<Event = object> = AsyncIterable<StreamItem<Event>>

/** Whether a body is a stream. */
export const isEventStream = (body: unknown): body is EventStream => typeof body === 'object' && body !== null && Symbol.asyncIterator in body

/** The same stream, with each event checked before it is sent. @param check throws for an event that must not be sent */
export async function* checked(stream: EventStream, check: (event: object) => void): EventStream {
  for await (const item of stream) {
    if (item !== null && 'event' in item) check(item)
    yield item
  }
}
