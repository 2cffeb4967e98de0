// Kills the service and its database under load, asks for ten times what they can do, attacks them, and follows changes meanwhile.
import { attack } from './chaos/attack.ts'
import { crash } from './chaos/crash.ts'
import { feed } from './chaos/feed.ts'
import { overload } from './chaos/overload.ts'
import { keepsPromises } from './chaos/promises.ts'
import { replicas } from './chaos/replicas.ts'
import { webhooks } from './chaos/webhooks.ts'
import { alignColumns } from './chaos/align-columns.ts'
import { namesIn, numberIn, runProgram } from './support/program.ts'
import { run } from './support/run.ts'
import { root } from './support/service.ts'

const usage = `npm run chaos -- [--only crash,overload,attack,feed,webhooks,replicas] [--kills <number>] [--reads <number>] [--short]

Kills the service and its database under load, overloads the service, measures how long a user waits while others attack it, and
has 400 clients follow the changes of 200 users meanwhile, and webhooks tell of them. Users read what they wrote on replicas that are late,
killed and stopped.
Fails if an acknowledged write is lost or done twice, if a follower or a webhook misses a change, if somebody does not read what they
wrote, or if another promise is not kept.

  --only <parts>       crash, overload, attack, feed, webhooks or replicas
  --kills <number>     how often each is killed (50, or 3 with --short; for feed 20, or 2; for webhooks 50, or 2)
  --reads <number>     how many reads are compared while replicas are late (100,000, or 10,000 with --short)
  --minutes <number>   for how long they are at most (60)
  --short              one round of everything, and one minute of feed with 20 users
  --without <trigger>  drops a trigger that records changes, such as tasks.recorded_change: feed must fail then`

const options = {
  only: { type: 'string' },
  kills: { type: 'string' },
  reads: { type: 'string' },
  minutes: { type: 'string', default: '60' },
  without: { type: 'string' },
  short: { type: 'boolean', default: false },
} as const
const print = (line: string): void => console.log(line)

async function crashKeepsWrites(kills: number): Promise<boolean> {
  const reports = await crash(kills, print)
  const rows = reports.map(({ what, kills: count, acknowledged, lost, doubled, medianOutage }) => [
    what,
    count,
    acknowledged,
    lost,
    doubled,
    `${medianOutage} ms`,
  ])
  print(alignColumns([['kill -9 of the', 'kills', 'writes acknowledged', 'lost', 'doubled', 'median outage'], ...rows]))
  return reports.every(({ lost, doubled, unexpected }) => lost + doubled + unexpected === 0)
}

await runProgram({ usage, options }, async ({ only, kills, reads, minutes, without, short }) => {
  const parts = namesIn('only', only, ['crash', 'overload', 'attack', 'feed', 'webhooks', 'replicas'])
  const count = numberIn('kills', kills ?? (short ? '3' : '50'), 1, 10_000)
  const compared = numberIn('reads', reads ?? (short ? '10000' : '100000'), 1, 10_000_000)
  const mostMinutes = numberIn('minutes', minutes, 0.1, 1_000)
  await run(root, 'npm', ['run', '--silent', 'build'])
  const crashed = !parts.includes('crash') || (await crashKeepsWrites(count))
  const attacked = !parts.includes('attack') || keepsPromises(await attack(short, print), print)
  const size = short ? { writers: 8, users: 20, seconds: 60 } : { writers: 64, users: 200, seconds: 600 }
  const times = kills === undefined ? (short ? 2 : 20) : count
  const followed = !parts.includes('feed') || keepsPromises(await feed({ ...size, kills: times, without: without ?? null }, print), print)
  const told =
    !parts.includes('webhooks') ||
    keepsPromises(
      await webhooks(short ? { writers: 4, users: 5, seconds: 30, kills: times } : { writers: 16, users: 50, seconds: 300, kills: count }, print),
      print,
    )
  const current = !parts.includes('replicas') || keepsPromises(await replicas({ reads: compared, minutes: mostMinutes, users: 40, revokers: 3 }, print), print)
  // The last one: from then on, this process keeps to one processor.
  const overloaded = !parts.includes('overload') || keepsPromises(await overload(short, print), print)
  return crashed && overloaded && attacked && followed && told && current ? 0 : 1
})
// fetch keeps connections open to a service that was killed, which would keep this process alive.
process.exit()
