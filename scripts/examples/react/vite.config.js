import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import react from '@vitejs/plugin-react'

/** Writes sw.js, which names the files of this build, and so differs from that of any other. */
const serviceWorker = {
  name: 'service-worker',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const names = Object.keys(bundle).filter((name) => name !== 'index.html')
      const version = createHash('sha256').update(bundle['index.html'].source).digest('hex').slice(0, 16)
      const constants = `const files = ${JSON.stringify(['/', ...names.map((name) => `/${name}`)])}\nconst version = '${version}'\n`
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: constants + readFileSync('src/service-worker.js', 'utf8') })
    },
  },
}

export default { plugins: [react(), serviceWorker] }
