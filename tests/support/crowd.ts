import type { Response, Test } from 'supertest'

/** Makes that many requests at once. What a service on a busy machine turns away before it looks at it, with 503, is asked again. */
export function atOnce(times: number, request: () => Test): Promise<Response[]> {
  const served = async (): Promise<Response> => {
    const answer = await request()
    return answer.status === 503 ? served() : answer
  }
  return Promise.all(Array.from({ length: times }, served))
}
