import type { Response } from 'supertest'
import { expect } from 'vitest'
import type { Client } from './service.ts'

/** Where the next page is, as RFC 8288 has it; null on the last one. */
export function nextOf({ headers }: Response): string | null {
  if (headers['link'] === undefined) return null
  const [, next] = /^<([^>]+)>; rel="next"$/.exec(headers['link']) ?? []
  expect(next).toBeDefined()
  return next ?? null
}

/** The pages from a path on, each found by the Link of the one before; `between` happens after each. */
export async function pagesFrom<Item>(who: Client, path: string, between = async (_page: Item[]): Promise<void> => {}): Promise<Item[][]> {
  const pages: Item[][] = []
  for (let next: string | null = path; next !== null;) {
    const answer: Response = await who.get(next).expect(200)
    const page: Item[] = answer.body
    pages.push(page)
    await between(page)
    next = nextOf(answer)
  }
  return pages
}

/** How many each page holds, so many on a page. */
export const sizesOf = (all: number, limit: number): number[] =>
  Array.from({ length: Math.ceil(all / limit) }, (_, page) => Math.min(limit, all - page * limit))
