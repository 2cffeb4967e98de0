import type { Part } from '../contract/response.ts'

/** A part of a JSON object: a member with its value, or with the next items of an array. The parts of a member follow each other. */
export type DocumentPart<Document> = { [Name in keyof Document & string]: { name: Name; value: Document[Name] } }[keyof Document & string]

/** What checks the parts of a document. Each throws for one that must not be sent. */
type Checks = { part(part: Part): void; whole(names: ReadonlySet<string>): void }

/** A response body that is sent while it is read. */
export class StreamedDocument {
  readonly parts: AsyncGenerator<Part>
  readonly #close = new Set<() => void>()

  constructor(parts: AsyncIterable<Part>, checks: Checks) {
    this.parts = checked(parts, checks)
  }

  /** Has something done once the document is no longer needed, whether it was sent or not. */
  onClose(work: () => void): this {
    this.#close.add(work)
    return this
  }

  /** Ends the reading. */
  close(): void {
    for (const work of this.#close) work()
    this.#close.clear()
  }
}

/** The same parts, each checked before it is sent, and at the end, whether all are there. */
async function* checked(parts: AsyncIterable<Part>, { part: check, whole }: Checks): AsyncGenerator<Part> {
  const names = new Set<string>()
  let last: string | null = null
  for await (const part of parts) {
    if (part.name !== last && names.has(part.name)) throw new Error(`the parts of ${part.name} do not follow each other`)
    check(part)
    names.add((last = part.name))
    yield part
  }
  whole(names)
}
