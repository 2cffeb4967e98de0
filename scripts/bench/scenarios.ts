// The data set and the requests about it.

/** How many users there are, and how many tasks each has. */
export const size = { users: 1_000, tasks: 100 }

/** The last task id of the data set. Tasks that are created while measuring come after it. */
export const lastTaskId = size.users * size.tasks

/** A user of the data set, with the token of a session. */
export type User = { id: number; token: string }

/** Tasks were created for all users in turn, as in production: one user's tasks lie far apart. */
export const taskIdOf = (userId: number, nth: number): number => nth * size.users + userId

/** The session of a user, computed so that pgbench can do the same. */
export const sessionIdOf = (userId: number): string => `00000000-0000-4000-8000-${String(userId).padStart(12, '0')}`

export type Request = { method: 'GET' | 'POST'; path: string; body: string | null }

type Scenario = { title: string; status: number; writes: boolean; request(userId: number): Request }

const created = JSON.stringify({ title: 'Call the plumber', description: 'The kitchen tap drips.' })
/** A random number below a count. */
export const anyOf = (count: number): number => Math.floor(Math.random() * count)

export const scenarios = {
  get: {
    title: 'Get one',
    status: 200,
    writes: false,
    request: (userId) => ({ method: 'GET', path: `/api/${userId}/tasks/${taskIdOf(userId, anyOf(size.tasks))}`, body: null }),
  },
  list: {
    title: 'List 20',
    status: 200,
    writes: false,
    request: (userId) => ({ method: 'GET', path: `/api/${userId}/tasks?limit=20`, body: null }),
  },
  create: {
    title: 'Create',
    status: 201,
    writes: true,
    request: (userId) => ({ method: 'POST', path: `/api/${userId}/tasks`, body: created }),
  },
} satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof scenarios

export const scenarioNames: readonly ScenarioName[] = ['get', 'list', 'create']

/** A request of a random user, as HTTP text. */
export function requestText(scenario: ScenarioName, users: readonly User[]): string {
  const user = users[anyOf(users.length)]
  if (!user) throw new Error('there are no users')
  return toHttp(scenarios[scenario].request(user.id), user.token)
}

/** A request with a token, as HTTP text. */
export function toHttp({ method, path, body }: Request, token: string): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`
  return body === null ? `${head}\r\n` : `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}
