#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { UsageError } from './commands/command.ts'
import { commands } from './commands/index.ts'

type Package = { version: string; description: string }

const { version, description } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Package // npm's

/** Runs the command line. @returns what to print */
async function run([name = 'serve', ...args]: string[]): Promise<string | undefined> {
  if (name === '--version' || name === '-v') return version
  if (name === '--help' || name === '-h') return overview()
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) throw new UsageError(`Unknown command "${name}". The commands are: ${Object.keys(commands).join(', ')}.`)
  const { command } = await load()
  if (args.includes('--help') || args.includes('-h')) return `${command.summary}\n\n${command.help}`
  await command.run(args)
  return undefined
}

async function overview(): Promise<string> {
  const width = Math.max(...Object.keys(commands).map(({ length }) => length))
  const lines = Object.entries(commands).map(async ([name, load]) => `  ${name.padEnd(width)}  ${(await load()).command.summary}`)
  return `taskpact ${version}: ${description}

Usage: taskpact [command] [options]

${(await Promise.all(lines)).join('\n')}

"taskpact <command> --help" describes a command; --version prints the version.
Exit codes: 0 success, 1 failure, 2 invalid command line.`
}

/** One line for the person who can fix it. */
function explain(error: unknown): { line: string; status: number } {
  if (!(error instanceof Error)) return { line: String(error), status: 1 }
  if (error instanceof UsageError) return { line: error.message, status: 2 }
  const isFromParseArgs = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
  if (!isFromParseArgs) return { line: error.message, status: 1 }
  // Node appends a workaround that does not apply here.
  const [fault = ''] = error.message.split(/\. |\n/)
  return { line: `${fault}. See "taskpact --help".`, status: 2 }
}

try {
  const text = await run(process.argv.slice(2))
  if (text !== undefined) console.log(text)
} catch (error) {
  const { line, status } = explain(error)
  console.error(line)
  process.exit(status)
}
