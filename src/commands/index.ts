import type { Command } from './command.ts'

/** The commands by their names; each is loaded where it is asked for. */
export const commands: Record<string, () => Promise<{ command: Command }>> = {
  serve: () => import('./serve.ts'),
  migrate: () => import('./migrate.ts'),
  conformance: () => import('./conformance.ts'),
  mcp: () => import('./mcp.ts'),
  token: () => import('./token.ts'),
}
