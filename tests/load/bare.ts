import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import pg from 'pg'
import type { Statement } from '../../src/database/statement.ts'
import { bind } from '../../src/database/wire/pipeline.ts'
import * as sql from '../../src/generated/sql.ts'
import { close, listen, portOf } from '../support/better-auth.ts'

const { INT8, TIMESTAMPTZ } = pg.types.builtins
const parsers = new Map<number, (text: string) => unknown>([
  [INT8, Number],
  [TIMESTAMPTZ, (text) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`],
])
// Its type knows the ids of built-in types alone.
const standardParser: (oid: number, format?: 'text' | 'binary') => unknown = pg.types.getTypeParser
const types: pg.CustomTypesConfig = { getTypeParser: (oid, format) => parsers.get(oid) ?? standardParser(oid, format) }

/** A session, as the statement that opens a transaction is told of it. */
export type Session = { user_id: string; session_id: string }

/** A server that listens, and what ends it. */
export type Listening = { url: string; stop(): Promise<void> }

/**
 * The least that gets, lists and creates tasks: node:http and pg, the service's own SQL, and nothing between them. It takes
 * everyone for the person whose session it is given, and checks nothing.
 */
export async function startBare(databaseUrl: string, session: Session): Promise<Listening> {
  const client = new pg.Client({ connectionString: databaseUrl, pipeline: true, types })
  await client.connect()

  const run = async <Values extends object>(statement: Statement<Values, unknown>, values: Values): Promise<object[]> => {
    const { name, text, values: bound } = bind(statement, values, Number(session.user_id))
    const { rows } = await client.query<object[]>({ name, text, values: bound })
    return rows
  }
  const ask = async <Values extends object>(statement: Statement<Values, unknown>, values: Values, read_only = 'on'): Promise<object[]> => {
    const [, , rows] = await Promise.all([
      client.query('begin'),
      run(sql.openSession, { ...session, role: 'taskpact_runtime', quotas: '', request: '', read_only, statement_timeout: '5000' }),
      run(statement, values),
    ])
    return rows
  }

  const answerTo = async (request: IncomingMessage): Promise<unknown> => {
    if (request.method === 'POST') {
      const { title } = (await json(request)) as { title: string } // the test sends nothing else
      const dates = { due: null, due_at: null, recurrence: null, recurs_from: null }
      const [task] = await ask(
        sql.createTask,
        { list_id: null, parent_id: null, title, description: null, completed: false, priority: 'none', tags: [], ...dates },
        'off',
      )
      await client.query('commit')
      return task
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const id = Number(pathname.split('/')[4] ?? 0)
    const limit = Number(searchParams.get('limit'))
    const rows = await (id > 0 ? ask(sql.getTask, { id }) : ask(sql.listTasks, { after: 0, limit: limit + 1 }))
    void client.query('commit')
    return id > 0 ? rows[0] : rows.slice(0, limit)
  }

  const server = createServer((request, response) => {
    const send = (answer: unknown): void => {
      const body = JSON.stringify(answer)
      const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
      response.writeHead(request.method === 'POST' ? 201 : 200, headers).end(body)
    }
    answerTo(request)
      .then(send)
      .catch(() => response.writeHead(500).end())
  })
  await listen(server, 0)
  return {
    url: `http://localhost:${portOf(server)}`,
    async stop() {
      await close(server)
      await client.end()
    },
  }
}
