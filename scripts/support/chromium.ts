import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

/** The path of Debian's package. */
export const chromiumPath = '/usr/bin/chromium'

// No requests of its own; no sandbox, as CI runs it as root.
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Starts Chromium without a window. The caller closes it, after a signal too. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: quiet, timeout: 30_000, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false })
}
