// Runs the tests that need a broker, against Debian's nats-server: events reach it, while it and the service are killed.
import { UserError, numberIn, runProgram } from './support/program.ts'
import { missing, runHere } from './support/run.ts'

const usage = `npm run test:events -- [--full] [--backlog <number>] [test file …]

Runs tests/broker/ against Debian's nats-server: what is published, by one relay and by two, while the broker and the service are killed.

  --full              kill the broker 20 times rather than 3, and publish a backlog of 200,000 changes, which takes minutes
  --backlog <number>  another size of the backlog`

const options = { full: { type: 'boolean', default: false }, backlog: { type: 'string' } } as const
const server = '/usr/sbin/nats-server'

await runProgram({ usage, options, positionals: [0, Infinity] }, async ({ full, backlog }, files) => {
  if (missing([server]).length > 0) throw new UserError(`${server} is missing. Install it: apt-get install nats-server`)
  const sizes = {
    ...(full && { TEST_EVENTS_FULL: 'on' }),
    ...(backlog !== undefined && { TEST_EVENTS_BACKLOG: String(numberIn('backlog', backlog, 1, 10_000_000)) }),
  }
  const chosen = files.length > 0 ? files : ['tests/broker/']
  const environment = { ...process.env, ...sizes, TEST_NATS_SERVER: server }
  return runHere('node_modules/.bin/vitest', ['run', '--config', '.config/vitest.config.ts', '--project', 'broker', ...chosen], environment)
})
