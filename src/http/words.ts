import { Problem } from '../problem.ts'

// The paths under /api that backends of the plan have.
const words = new Set(['auth', 'chat', 'conversations', 'docs', 'health', 'messages', 'todos', 'user', 'users', 'v1', 'v2'])

/** Whether what a path has in the place of a user is a path of another backend, and so is not meant as the name of a user. */
export const isWord = (named: string): boolean => words.has(named)

/** 404 for a word in the place of a user that is not the caller's name. */
export const noSuchPath = (): Problem =>
  new Problem('not-found', 'No operation has this path, and it does not name you. Paths start with /api/me; see /docs for all operations.')
