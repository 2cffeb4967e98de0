import { execFile } from 'node:child_process'
import { program } from './program.ts'

/** How a run of the program ended, and what it printed. */
export type Run = { status: unknown; out: string; err: string }

// What npm needs to reach its registry, where a network has a proxy or certificates of its own.
const ofTheNetwork = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy)$/i.test(name)))

/** Runs the program to its end in a folder, with nothing in its environment but what is given and what the machine's network needs. */
export function taskpact(cwd: string, args: string[], environment: Record<string, string> = {}): Promise<Run> {
  const { PATH = '', HOME = '' } = process.env
  return new Promise((resolve) => {
    execFile(process.execPath, [...program, ...args], { cwd, env: { ...ofTheNetwork, PATH, HOME, ...environment } }, (error, out, err) => {
      resolve({ status: error ? (error.code ?? error.signal) : 0, out, err })
    })
  })
}
