// The database as both Node peers use it: the service's own SQL, row-level security, and as few flushes as can be.
import pg from 'pg'
import { createTask, getTask, listTasks, openSession } from '../../../dist/generated/sql.js'

const { INT8, TIMESTAMPTZ } = pg.types.builtins
const parsers = new Map([
  [INT8, Number],
  // As text: a Date costs more than half of a list, and drops the microseconds.
  [TIMESTAMPTZ, (text) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`],
])
const types = { getTypeParser: (oid, format) => parsers.get(oid) ?? pg.types.getTypeParser(oid, format) }

/** A session that does not stand. */
export class SessionIsOver extends Error {}

/** What the three requests ask of the database. */
export async function connect(connectionString) {
  const settings = { connectionString, pipeline: true, types }
  // A read leaves whole, so that reads of many requests can stand in line on one connection; a write holds its own.
  const readers = await Promise.all(Array.from({ length: 8 }, () => open(settings)))
  const writers = new pg.Pool({ ...settings, max: 10 })
  let turn = 0

  const read = async (session, query) => {
    turn = (turn + 1) % readers.length
    const [, opened, answered] = await Promise.all(flush(readers[turn], ['begin', opening(session, 'on'), query, 'commit']))
    if (!opened.rows[0].stands) throw new SessionIsOver()
    return answered.rows
  }
  const write = async (session, query) => {
    const client = await writers.connect()
    try {
      const [, opened, answered] = await Promise.all(flush(client, ['begin', opening(session, 'off'), query]))
      if (!opened.rows[0].stands) throw new SessionIsOver()
      await client.query('commit')
      client.release()
      return answered.rows
    } catch (error) {
      await client.query('rollback').then(
        () => client.release(),
        () => client.release(true),
      )
      throw error
    }
  }
  return {
    get: async (session, id) => (await read(session, queryOf(getTask, { id }, session.userId)))[0],
    list: (session, after, limit) => read(session, queryOf(listTasks, { after, limit }, session.userId)),
    create: async (session, { title, description = null, completed = false }) =>
      (await write(session, queryOf(createTask, { title, description, completed, priority: 'none', tags: [] }, session.userId)))[0],
  }
}

async function open(settings) {
  const client = new pg.Client(settings)
  await client.connect()
  return client
}

/** Sends several queries in one write to the socket. */
function flush(client, queries) {
  const { stream } = client.connection
  stream.cork()
  const answers = queries.map((query) => client.query(query))
  stream.uncork()
  return answers
}

const queryOf = ({ name, text, parameters, owned }, values, owner) => {
  const given = parameters.map((key) => values[key])
  return { name, text, values: owned ? [owner, ...given] : given }
}

const opening = ({ userId, sessionId }, readOnly) => queryOf(openSession, { user_id: userId, session_id: sessionId, read_only: readOnly }, userId)
