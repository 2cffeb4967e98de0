/** A clock in milliseconds that stops while the event loop is blocked, so that a slow process causes no timeouts. */
export type LoopClock = { now(): number; stop(): void }

const tickMs = 100
// A tick that is later than this means that the loop was blocked.
const longestTickMs = 2 * tickMs

/** Starts a clock that is accurate to one tick. */
export function startLoopClock(): LoopClock {
  let [time, ticked] = [0, performance.now()]
  const timer = setInterval(() => {
    const now = performance.now()
    time += Math.min(now - ticked, longestTickMs)
    ticked = now
  }, tickMs).unref()
  return { now: () => time, stop: () => clearInterval(timer) }
}
