// Kills the service and its database under load, and asks for ten times what they can do: npm run torture -- [--kills 50] [--short] [--only crash|overload]
import { parseArgs } from 'node:util'
import { crash } from './torture/crash.ts'
import { overload } from './torture/overload.ts'
import { table } from './torture/stage.ts'

const { values } = parseArgs({ options: { kills: { type: 'string' }, short: { type: 'boolean', default: false }, only: { type: 'string' } } })
const tell = (line: string): void => console.log(line)

if (values.only !== 'overload') {
  const reports = await crash(Number(values.kills ?? (values.short ? 3 : 50)), tell)
  const rows = reports.map(({ what, kills, acknowledged, lost, doubled, medianOutage }) => [what, kills, acknowledged, lost, doubled, `${medianOutage} ms`])
  tell(table([['kill -9 of the', 'kills', 'writes acknowledged', 'lost', 'doubled', 'median outage'], ...rows]))
  if (reports.some(({ lost, doubled }) => lost + doubled > 0)) process.exitCode = 1
}
if (values.only !== 'crash') {
  const promises = await overload(values.short, tell)
  tell(table([['promise', 'measured', 'kept'], ...promises.map(({ promise, measured, kept }) => [promise, measured, kept ? 'yes' : 'NO'])]))
  if (promises.some(({ kept }) => !kept)) process.exitCode = 1
}
// What fetch keeps open to a service that was killed would keep this alive.
process.exit()
