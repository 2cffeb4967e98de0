const signals = ['SIGTERM', 'SIGINT'] as const

const end = (_signal: NodeJS.Signals, number: number): void => process.exit(128 + number)

/** Ends the process by a signal, as any process but the first one of a container: that one ignores a signal that it does not listen to. */
export function endBySignal(): void {
  for (const signal of signals) process.on(signal, end)
}

/** Does something else by a signal from now on. */
export function onSignal(act: (signal: NodeJS.Signals) => void): void {
  for (const signal of signals) process.off(signal, end).on(signal, act)
}
