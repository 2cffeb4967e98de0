// Loaded into the service ahead of its program: samples where the processor is, from 'start' to 'stop' of the parent.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'

const session = new Session()
session.connect()

const post = (method, values) =>
  new Promise((resolve, reject) => session.post(method, values, (error, result) => (error ? reject(error) : resolve(result))))

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
  if (order) order(message).then(() => process.send({ done: message.order }), (error) => process.send({ failed: String(error) }))
})
// The service ends when it has nothing more to do, whether or not anyone still listens here.
process.channel?.unref()
