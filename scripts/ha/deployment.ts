// Processes of the service on the cluster.
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import pg from 'pg'
import { root, startProgram } from '../support/service.ts'
import type { Program } from '../support/service.ts'
import type { Cluster } from './cluster.ts'
import { environmentIn } from './configuration.ts'

/** A database of the service: how the service reaches it, by way of PgBouncer and HAProxy, and how a superuser does, by way of HAProxy. */
export type Database = { url: string; superuserUrl: string }

/** The ports of haproxy.cfg. */
export const ports = [8001, 8002] as const

/** Makes an empty database, which the role of the service owns. */
export async function createDatabase({ urlOf }: Cluster, name: string): Promise<Database> {
  const client = new pg.Client({ connectionString: urlOf('postgres', 5000, 'postgres') })
  await client.connect()
  await client.query(`create database ${name} owner taskpact`)
  await client.end()
  return { url: urlOf('taskpact', 6432, name), superuserUrl: urlOf('postgres', 5000, name) }
}

type Start = { port: number; database: Database; print: (line: string) => void; /** Of another build than that of this folder. */ folder?: string }

/** Starts a process of the service, as it is built. */
export async function startOn({ network }: Cluster, { port, database, print, folder = root }: Start): Promise<Program> {
  const { PREPARED_STATEMENTS = '', TRUST_PROXY = '' } = await environmentIn(network, 'service.env')
  const HOST = network.localize('127.0.0.1')
  const environment = { HOST, PREPARED_STATEMENTS, TRUST_PROXY, OUTBOUND_ALLOWED_HOSTS: '127.0.0.1', LOG_LEVEL: 'error' }
  const program = await startProgram({ program: [join(folder, 'dist/main.js')], databaseUrl: database.url, port, environment })
  // Whatever is logged at this level is a defect.
  if (program.child.stdout) createInterface(program.child.stdout).on('line', (line) => /^\{"level":[56]0/.test(line) && print(`  ${line}`))
  return program
}

/** Where HAProxy listens. */
export const serviceUrl = ({ network }: Cluster): string => network.localize('http://127.0.0.1:8000')
