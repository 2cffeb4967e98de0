/** A network that can be cut: requests fail then, and so do responses under way. */
export type Network = {
  fetch(request: Request): Promise<Response>
  /** The path and query of each request that was sent. */
  sent: string[]
  /** The title or description of each task that the service said it had made or changed. */
  made: string[]
  /** Fails all requests from now on, or carries them again. */
  cut(isCut: boolean): void
  /** How many responses are still to be lost, after the service has made them. */
  lose: number
}

/** A network to use as the `fetch` of a client. */
export function createNetwork(): Network {
  let down: AbortController | null = null
  let up = new AbortController()
  const network: Network = {
    sent: [],
    made: [],
    lose: 0,
    async fetch(request) {
      if (down) throw new TypeError('fetch failed')
      const { pathname, search } = new URL(request.url)
      network.sent.push(pathname + search)
      const body = request.method === 'GET' || !pathname.includes('/tasks') ? '' : await request.clone().text()
      const response = await fetch(new Request(request, { signal: AbortSignal.any([request.signal, up.signal]) }))
      if (request.method === 'GET' || network.lose === 0) {
        if (response.ok && body !== '') network.made.push(...writtenIn(JSON.parse(body)))
        return response
      }
      network.lose -= 1
      await response.arrayBuffer()
      throw new TypeError('fetch failed')
    },
    cut(isCut) {
      if (isCut) up.abort(new TypeError('terminated'))
      else up = new AbortController()
      down = isCut ? up : null
    },
  }
  return network
}

const writtenIn = ({ title, description }: { title?: string; description?: string }): string[] => [title, description].filter((text) => text !== undefined)
