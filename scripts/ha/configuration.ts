// The files in .ha/, as they are used on this machine.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../support/service.ts'
import type { Network } from './network.ts'

export const inRepository = (file: string): string => join(root, '.ha', file)

/** A file of the configuration, with the addresses that it has here. */
export const configuration = async ({ localize }: Network, file: string): Promise<string> => localize(await readFile(inRepository(file), 'utf8'))

/** A file of the configuration whose lines say `NAME=value`. */
export async function environmentIn(network: Network, file: string): Promise<Record<string, string>> {
  const lines = (await configuration(network, file)).matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]))
}
