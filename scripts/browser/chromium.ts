import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

/** Where Debian's package has it. */
export const chromiumPath = '/usr/bin/chromium'

// It asks nobody for anything by itself; as root, which CI is, it takes no sandbox.
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']

/** Starts it without a window. Who starts it closes it, after a signal too. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: quiet, timeout: 30_000, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false })
}
