// The ceiling: node:http and pg with nothing between them. It checks who asks, and nothing of what is asked.
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { SessionIsOver, connect } from './database.js'

const key = createSecretKey(Buffer.from(process.env.TOKEN_KEY, 'base64url'))
const database = await connect(process.env.DATABASE_URL)

class Refusal extends Error {
  constructor(status) {
    super(String(status))
    this.status = status
  }
}

/** The session that a request's token speaks of. */
function sessionOf({ headers: { authorization = '' } }) {
  const token = authorization.startsWith('Bearer ') ? authorization.slice(7) : ''
  const end = token.lastIndexOf('.')
  const wanted = createHmac('sha256', key).update(token.slice(0, end)).digest()
  const given = Buffer.from(token.slice(end + 1), 'base64url')
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw new Refusal(401)
  const { sub, sid, exp } = JSON.parse(Buffer.from(token.slice(token.indexOf('.') + 1, end), 'base64url').toString())
  if (exp <= Date.now() / 1000) throw new Refusal(401)
  return { userId: sub, sessionId: sid }
}

function readJson(request) {
  return new Promise((resolve, reject) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk) => (text += chunk))
    request.on('end', () => {
      try {
        resolve(JSON.parse(text))
      } catch {
        reject(new Refusal(400))
      }
    })
    request.on('error', reject)
  })
}

async function serve(request, response) {
  const session = sessionOf(request)
  const [path, query = ''] = request.url.split('?', 2)
  const [, api, user, tasks, id, ...rest] = path.split('/')
  if (api !== 'api' || !['tasks', 'events'].includes(tasks) || rest.length > 0) throw new Refusal(404)
  if (user !== 'me' && user !== session.userId) throw new Refusal(403)
  // A stream to which nothing is ever sent: what Node itself keeps for one.
  if (tasks === 'events') return response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(':\n\n')
  if (request.method === 'GET' && id !== undefined) {
    const task = await database.get(session, id)
    if (!task) throw new Refusal(404)
    return send(response, 200, task, { ETag: `"${task.version}"` })
  }
  if (request.method === 'GET') {
    const limit = Number(new URLSearchParams(query).get('limit') ?? 1000)
    const rows = await database.list(session, 0, limit + 1)
    return send(response, 200, rows.slice(0, limit), {})
  }
  if (request.method !== 'POST' || id !== undefined) throw new Refusal(405)
  const task = await database.create(session, await readJson(request))
  send(response, 201, task, { ETag: `"${task.version}"`, Location: `/api/${user}/tasks/${task.id}` })
}

function send(response, status, body, headers) {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text), ...headers })
  response.end(text)
}

createServer((request, response) => {
  serve(request, response).catch((error) => {
    const status = error instanceof Refusal ? error.status : error instanceof SessionIsOver ? 401 : 500
    if (status === 500) console.error(error)
    send(response, status, { status }, {})
  })
}).listen(Number(process.env.PORT), '127.0.0.1')
