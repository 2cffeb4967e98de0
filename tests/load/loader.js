// Asks a server again and again, on a thread of its own, so that what it allocates is not the server's.
import { Agent, request } from 'node:http'
import { parentPort } from 'node:worker_threads'

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

const ask = ({ url, method, headers, body, status }) =>
  new Promise((done, failed) => {
    const asked = request(url, { method, headers, agent }, (answer) => {
      answer.resume()
      answer.once('end', () => (answer.statusCode === status ? done() : failed(new Error(`${method} ${url} was answered with ${answer.statusCode}`))))
    })
    asked.once('error', failed)
    asked.end(body)
  })

parentPort.on('message', async ({ times, ...wanted }) => {
  try {
    for (let time = 0; time < times; time += 1) await ask(wanted)
    parentPort.postMessage(null)
  } catch (error) {
    parentPort.postMessage(String(error))
  }
})
