// Loaded into the service before its program: profiles it from 'start' to 'stop', which the parent sends.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'

const session = new Session()
session.connect()

const post = (method, values) => new Promise((resolve, reject) => session.post(method, values, (error, result) => (error ? reject(error) : resolve(result))))

const orders = {
  async start({ interval }) {
    await post('Profiler.enable')
    await post('Profiler.setSamplingInterval', { interval })
    await post('Profiler.start')
  },
  async stop({ file }) {
    const { profile } = await post('Profiler.stop')
    writeFileSync(file, JSON.stringify(profile))
  },
}

process.on('message', (message) => {
  const order = orders[message.order]
  if (order)
    order(message).then(
      () => process.send({ done: message.order }),
      (error) => process.send({ failed: String(error) }),
    )
})
// This channel must not keep the service alive.
process.channel?.unref()
