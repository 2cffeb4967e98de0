import { parseArgs } from 'node:util'
import type { Command } from './command.ts'
import { readWithoutSecret } from '../config/read.ts'
import { ConfigError } from '../config/settings.ts'
import type { Config } from '../config/settings.ts'
import { examine } from './doctor/examine.ts'
import { finding } from './doctor/finding.ts'
import type { Finding } from './doctor/finding.ts'
import { print, printable } from './operator/print.ts'

export const command: Command = {
  summary: 'Checks settings, database, clock, disk and queues, and advises what to do.',
  help: `Usage: taskpact doctor [--json]

It changes nothing, and works while the service runs. Run it where the service runs, with the same environment.

Each line is "ok", "warn" or "fail", or "unknown" where it cannot be told from here, then what was found, and what to do about it.
No line has a secret.

  --json  Prints one JSON document: {"status": "ok", "findings": [{"check", "level", "found", "advice"}, …]}

DATABASE_URL is the database; the default is the embedded one in DATA_DIR, which is started for the check if it does not run.
Exit codes: 0 no line says "warn" or "fail", 1 at least one says "warn", 2 at least one says "fail", or the command line is invalid.`,

  async run(args) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } })
    const config = settings()
    const findings = 'level' in config ? [config] : await examine(config)
    const status = statusOf(findings)
    print(values.json, { status, findings }, linesOf(findings))
    process.exitCode = { ok: 0, warn: 1, fail: 2 }[status]
  },
}

function settings(): Config | Finding {
  try {
    return readWithoutSecret()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return finding('settings', 'fail', error.message, 'The service does not start like this, so that nothing else was checked.')
  }
}

const statusOf = (findings: readonly Finding[]): 'ok' | 'warn' | 'fail' =>
  (['fail', 'warn'] as const).find((each) => findings.some(({ level }) => level === each)) ?? 'ok'

function linesOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length))
  return findings
    .map(({ check, level, found, advice }) => `${level.padEnd(7)}  ${check.padEnd(width)}  ${printable(advice === null ? found : `${found}. ${advice}`)}`)
    .join('\n')
}
