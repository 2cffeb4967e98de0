// Fastify 5 as its guide has it: schemas that check what comes in and compile what goes out, and fast-jwt with its cache.
import { SessionIsOver, connect } from './database.js'

// Installed by the benchmark, beside the project's own dependencies.
const tools = new URL('../../../node_modules/.cache/taskpact-bench/node_modules/', import.meta.url)
const { fastify } = await import(new URL('fastify/fastify.js', tools).href)
const { createVerifier } = await import(new URL('fast-jwt/src/index.js', tools).href)

const verify = createVerifier({
  key: Buffer.from(process.env.TOKEN_KEY, 'base64url'),
  algorithms: ['HS256'],
  allowedIss: 'taskpact',
  cache: 10_000,
})
const database = await connect(process.env.DATABASE_URL)

const title = { type: 'string', minLength: 1, maxLength: 255, pattern: '^[^\\x00]*[^\\s\\x00][^\\x00]*$' }
const description = { type: 'string', nullable: true, maxLength: 1000, pattern: '^[^\\x00]*$' }
const id = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }
const userId = { type: 'string', minLength: 1, maxLength: 255 }
// As strings: the database has made them what they have to be, and a format would have them parsed once more.
const timestamp = { type: 'string' }
const task = {
  type: 'object',
  required: ['id', 'user_id', 'title', 'description', 'completed', 'priority', 'tags', 'created_at', 'updated_at', 'completed_at', 'version'],
  properties: {
    id,
    user_id: id,
    title,
    description,
    completed: { type: 'boolean' },
    priority: { type: 'string', enum: ['none', 'low', 'medium', 'high'] },
    tags: { type: 'array', items: { type: 'string' } },
    created_at: timestamp,
    updated_at: timestamp,
    completed_at: { ...timestamp, nullable: true },
    version: { type: 'integer' },
  },
}
const problem = { type: 'object', properties: { status: { type: 'integer' }, detail: { type: 'string' } } }
const refusals = { '4xx': problem, '5xx': problem }
const params = { type: 'object', required: ['user_id'], properties: { user_id: userId } }

const app = fastify({ logger: false })

app.decorateRequest('session', null)

function refuse(status, detail) {
  return Object.assign(new Error(detail), { statusCode: status })
}

app.addHook('onRequest', (request, _reply, done) => {
  const { authorization = '' } = request.headers
  try {
    const { sub, sid } = verify(authorization.startsWith('Bearer ') ? authorization.slice(7) : '')
    request.session = { userId: sub, sessionId: sid }
  } catch {
    return done(refuse(401, 'The token is not valid.'))
  }
  const { user_id: user } = request.params
  done(user === 'me' || user === request.session.userId ? undefined : refuse(403, 'This belongs to someone else.'))
})

app.setErrorHandler((error, _request, reply) => {
  const status = error instanceof SessionIsOver ? 401 : (error.statusCode ?? 500)
  if (status >= 500) console.error(error)
  return reply.code(status).send({ status, detail: error.message })
})

const paramsOfOne = { type: 'object', required: ['user_id', 'id'], properties: { user_id: userId, id } }
const getSchema = { params: paramsOfOne, response: { 200: task, ...refusals } }

app.get('/api/:user_id/tasks/:id', { schema: getSchema }, async (request, reply) => {
  const found = await database.get(request.session, request.params.id)
  if (!found) throw refuse(404, 'There is no such task.')
  reply.header('etag', `"${found.version}"`)
  return found
})

const querystring = {
  type: 'object',
  properties: { limit: { type: 'integer', minimum: 1, maximum: 1000, default: 1000 } },
}
const listSchema = { params, querystring, response: { 200: { type: 'array', maxItems: 1000, items: task }, ...refusals } }

app.get('/api/:user_id/tasks', { schema: listSchema }, async (request) => {
  const { limit } = request.query
  const rows = await database.list(request.session, 0, limit + 1)
  return rows.slice(0, limit)
})

const body = {
  type: 'object',
  required: ['title'],
  properties: { title, description, completed: { type: 'boolean', default: false } },
}

const createSchema = { params, body, response: { 201: task, ...refusals } }

app.post('/api/:user_id/tasks', { schema: createSchema }, async (request, reply) => {
  const made = await database.create(request.session, request.body)
  reply.code(201).header('etag', `"${made.version}"`).header('location', `/api/${made.user_id}/tasks/${made.id}`)
  return made
})

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
