// Installs the peers' packages at exact versions, apart from the project's own dependencies.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cache = fileURLToPath(new URL('../../node_modules/.cache/taskpact-bench/', import.meta.url))
const requirements = fileURLToPath(new URL('../../tests/bench/peers/fastapi/requirements.txt', import.meta.url))

const nodePackages = { 'fastify': '5.12.8', 'fast-jwt': '6.3.6' }

/** A peer that cannot be run here, and why. */
export class Absent extends Error {}

/** Installs Fastify where its peer looks for it. @returns its versions @throws Absent */
export function installFastify(): string {
  const wanted = JSON.stringify({ private: true, dependencies: nodePackages }, null, 2)
  once('node', wanted, () => {
    writeFileSync(join(cache, 'package.json'), wanted)
    run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'])
  })
  return Object.entries(nodePackages)
    .map((each) => each.join(' '))
    .join(', ')
}

/** Creates a virtual environment with FastAPI. @returns its Python, and its versions @throws Absent */
export function installFastApi(): { python: string; versions: string } {
  const wanted = readFileSync(requirements, 'utf8')
  const venv = join(cache, 'venv')
  const python = join(venv, 'bin', 'python')
  once('python', wanted, () => {
    rmSync(venv, { recursive: true, force: true })
    run('python3', ['-m', 'venv', venv])
    run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--requirement', requirements])
  })
  const version = spawnSync(python, ['--version'], { encoding: 'utf8' }).stdout.trim()
  const named = wanted.split('\n').filter((line) => /^(fastapi|sqlmodel|pyjwt|uvicorn|asyncpg|psycopg)==/i.test(line))
  return { python, versions: [version, ...named.map((line) => line.replace('==', ' '))].join(', ') }
}

/** Does the work unless it was done for the same input before. */
function once(name: string, wanted: string, work: () => void): void {
  const marker = join(cache, `${name}.installed`)
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return
  mkdirSync(cache, { recursive: true })
  work()
  writeFileSync(marker, wanted)
}

function run(command: string, values: string[]): void {
  const { status, stderr, error } = spawnSync(command, values, { cwd: cache, encoding: 'utf8', timeout: 300_000 })
  if (status === 0) return
  const reason = error?.message ?? stderr.trim().split('\n').at(-1) ?? 'no reason given'
  throw new Absent(`${basename(command)} could not install it: ${reason}`)
}
