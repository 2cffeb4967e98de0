/** A body together with the headers its operation declares. */
export class WithHeaders<Content, Headers extends object> {
  readonly body: Content
  readonly headers: Headers

  constructor(body: Content, headers: Headers) {
    this.body = body
    this.headers = headers
  }
}

/** Whether an output has headers. */
export const hasHeaders = (output: unknown): output is WithHeaders<unknown, object> => output instanceof WithHeaders
