import type { Command } from './command.ts'
import { endBySignal } from './signals.ts'

/** The commands by name; each is loaded on use. */
export const commands: Record<string, () => Promise<{ command: Command }>> = {
  'serve': () => {
    // Before it is loaded, which takes a second or more on a busy machine.
    endBySignal()
    return import('./serve.ts')
  },
  'migrate': () => import('./migrate.ts'),
  'backup': () => import('./backup.ts'),
  'restore': () => import('./restore.ts'),
  'move': () => import('./move.ts'),
  'upgrade': () => import('./upgrade.ts'),
  'database-url': () => import('./database-url.ts'),
  'conformance': () => import('./conformance.ts'),
  'demo': () => import('./demo.ts'),
  'mcp': () => import('./mcp.ts'),
  'token': () => import('./token.ts'),
  'user': () => import('./user.ts'),
  'doctor': () => import('./doctor.ts'),
}
