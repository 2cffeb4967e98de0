import type { Command } from './command.ts'

/** The commands by their names; each is loaded where it is asked for. */
export const commands: Record<string, () => Promise<{ command: Command }>> = {
  serve: () => import('./commands/serve.ts'),
  migrate: () => import('./commands/migrate.ts'),
  conformance: () => import('./commands/conformance.ts'),
  mcp: () => import('./commands/mcp.ts'),
  token: () => import('./commands/token.ts'),
}
