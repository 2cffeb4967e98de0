// The data set and the requests that are made of it.

/** So many users with so many tasks each. */
export const size = { users: 1_000, tasks: 100 }

/** The last id of the data set; what is created while measuring comes behind it. */
export const lastTaskId = size.users * size.tasks

/** A user of the data set, who has a session. */
export type Person = { id: number; token: string }

/** The tasks of all users were made in turn, as they are in life: one user's lie far apart. */
export const taskIdOf = (userId: number, nth: number): number => nth * size.users + userId

/** The session of a user. Known beforehand, so that pgbench can work it out too. */
export const sessionIdOf = (userId: number): string => `00000000-0000-4000-8000-${String(userId).padStart(12, '0')}`

export type Request = { method: 'GET' | 'POST'; path: string; body: string | null }

type Scenario = { title: string; status: number; writes: boolean; request(userId: number): Request }

const created = JSON.stringify({ title: 'Call the plumber', description: 'The kitchen tap drips.' })
const anyOf = (count: number): number => Math.floor(Math.random() * count)

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

/** A request of a random user, as it goes over the wire. */
export function wireOf(scenario: ScenarioName, people: readonly Person[]): string {
  const person = people[anyOf(people.length)]
  if (!person) throw new Error('there is nobody to make requests')
  return inWriting(scenarios[scenario].request(person.id), person.token)
}

/** A request with a token, as it goes over the wire. */
export function inWriting({ method, path, body }: Request, token: string): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`
  return body === null ? `${head}\r\n` : `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}
