import { pino } from 'pino'
import { setStage, register, load, keepToOneProcessor } from './stage.ts'
import { startService } from '../../src/server.ts'
const settingsFor = (databaseUrl: string) => ({ port: 0, host: '127.0.0.1', databaseUrl, secret: 'a secret of thirty-two bytes or more, for tests', previousSecret: null, authUrl: null, corsOrigins: [], trustProxy: false as const, limits: { perUser: 1e9, signInsPerAccount: 1e9, signInsPerAddress: 1e9 }, preparedStatements: true, maxInFlight: 1000 })
import { migrate } from '../../src/migrate.ts'
const cpu = keepToOneProcessor()
const stage = await setStage()
await migrate(stage.url())
const s1 = await startService(settingsFor(stage.url()), pino({ level: 'silent' }))
const s0 = await startService({ ...settingsFor(stage.url()), maxInFlight: 0 }, pino({ level: 'silent' }))
const owner = await register(s1.url.replace('localhost', '127.0.0.1'), 'x')
const read = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${owner['Authorization']}\r\n\r\n`
for (const [name, url, path] of [['shed', s0.url, '/api/me/tasks'], ['live', s1.url, '/health/live'], ['list', s1.url, '/api/me/tasks'], ['shed', s0.url, '/api/me/tasks'], ['list', s1.url, '/api/me/tasks']] as const) {
  const before = process.cpuUsage()
  const outcome = await load({ port: Number(new URL(url).port), requests: [read(path)], connections: 64, seconds: 60, rate: null, count: 20_000, aborted: 0 }, cpu)
  const used = process.cpuUsage(before)
  console.log(name, outcome.sent, outcome.good, outcome.shed, Math.round((used.user + used.system) / outcome.sent), 'us each', Math.round(outcome.sent / outcome.seconds), '/s')
}
await stage.close(); process.exit()
