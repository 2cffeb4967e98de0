// The network of the machines that the configuration in .ha/ names: one of our own where that is permitted.
import { run } from '../support/run.ts'

/** Where the machines are. */
export type Network = {
  /** Whether each machine has a network namespace of its own, so that it can be cut off. */
  isOwn: boolean
  /** The addresses of the configuration as they are here. */
  localize(text: string): string
  /** A command, as it is run on a machine. */
  on(machine: string, command: string[]): string[]
  /** Cuts a machine off from everything, or from the other two alone. */
  cutOff(machine: string, from: 'everything' | 'the others'): Promise<void>
  /** Ends that. */
  reconnect(machine: string): Promise<void>
}

/** The machines that etcd and PostgreSQL run on. */
export const nodes = ['pg1', 'pg2', 'pg3'] as const
export type Node = (typeof nodes)[number]

/** The address of a machine, as the configuration names it. */
export const addressOf = (machine: string): string => `10.0.0.1${machine.slice(-1)}`

const ip = (...args: string[]): Promise<string> => run('.', 'ip', args)

/** A network of namespaces and a bridge. This process has to be in a namespace of its own, with which all of it ends. */
export async function createNetwork(): Promise<Network> {
  await ip('link', 'set', 'lo', 'up')
  await ip('link', 'add', 'bridge', 'type', 'bridge')
  await ip('address', 'add', '10.0.0.1/24', 'dev', 'bridge')
  await ip('link', 'set', 'bridge', 'up')
  for (const node of nodes) {
    await ip('netns', 'add', node)
    await ip('link', 'add', node, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', node)
    await ip('link', 'set', node, 'master', 'bridge', 'up')
    await ip('-n', node, 'address', 'add', `${addressOf(node)}/24`, 'dev', 'eth0')
    for (const device of ['lo', 'eth0']) await ip('-n', node, 'link', 'set', device, 'up')
  }
  const othersOf = (machine: string): string[] => nodes.filter((node) => node !== machine).map(addressOf)
  return {
    isOwn: true,
    localize: (text) => text,
    on: (machine, command) => (nodes.some((node) => node === machine) ? ['ip', 'netns', 'exec', machine, ...command] : command),
    async cutOff(machine, from) {
      if (from === 'everything') await ip('link', 'set', machine, 'down')
      // What others send arrives, and nothing goes back: no connection lives through that.
      else for (const other of othersOf(machine)) await ip('-n', machine, 'route', 'add', 'blackhole', other)
    },
    async reconnect(machine) {
      await ip('link', 'set', machine, 'up')
      for (const other of othersOf(machine)) await ip('-n', machine, 'route', 'del', 'blackhole', other).catch(() => undefined)
    },
  }
}

/** Addresses of the loopback device, which nobody else uses. No machine can be cut off. */
export function useLoopback(): Network {
  const prefix = `127.${1 + Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.`
  const refuse = (): Promise<never> => Promise.reject(new Error('without network namespaces, no machine can be cut off'))
  return {
    isOwn: false,
    localize: (text) => text.replaceAll('127.0.0.1', `${prefix}1`).replaceAll('10.0.0.', prefix),
    on: (_machine, command) => command,
    cutOff: refuse,
    reconnect: refuse,
  }
}
