import type { Response, Test } from 'supertest'

/** Makes that many requests at once. */
export const atOnce = (times: number, request: () => Test): Promise<Response[]> => Promise.all(Array.from({ length: times }, request))
