import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { createTaskpact } from '../../src/client/index.ts'
import { run } from '../support/run.ts'
import { root } from '../support/service.ts'

/** The name of this check among the languages. */
export const generatedClients = 'generated-clients'

/** Generates the clients of scripts/examples/generated-clients with their own generators, compiles the programs there and runs them. */
export async function useGeneratedClients(folder: string, url: string): Promise<void> {
  const project = join(folder, generatedClients)
  cpSync(join(root, 'scripts/examples', generatedClients), project, { recursive: true })
  cpSync(join(root, 'openapi.yaml'), join(project, 'openapi.yaml'))
  await run(project, 'npm', ['install', '--silent', '--prefer-offline', '--no-audit', '--no-fund'])
  await run(project, 'npm', ['run', '--silent', 'generate'])
  await run(project, 'npm', ['run', '--silent', 'build'])
  const body = { email: 'generated@example.com', password: 'correct horse battery', name: 'Generated' }
  const { access_token } = await createTaskpact({ url }).registerUser({ body })
  for (const program of [['use-hey-api.ts', url, access_token], ['use-orval.ts']]) {
    const [file = '', ...args] = program
    await run(root, process.execPath, ['--import', 'tsx', join(project, file), ...args])
  }
}
