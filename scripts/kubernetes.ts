// Checks the manifests in .kubernetes against Kubernetes' own schemas, of the oldest version they are for and of a new one.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from './support/program.ts'
import { runHere } from './support/run.ts'
import { root } from './support/service.ts'
import { virtualEnvironment } from './support/virtual-environment.ts'

const usage = `npm run kubernetes -- [file …]

Checks manifests against the schemas of Kubernetes 1.30 and 1.37, by default those in .kubernetes. A field that a schema does not have
is a fault. Needs Python 3.11, and the network on first use. Manifests of another program:

  kubectl kustomize .kubernetes | npm run --silent kubernetes -- /dev/stdin`

// `preStop.sleep` came with the first of them.
const versions = '1.30,1.37'

/** The manifests, without the kustomization, which is not sent to a cluster. */
function manifests(): string[] {
  const folder = join(root, '.kubernetes')
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
  return names.map((name) => join(folder, name))
}

await runProgram({ usage, positionals: [0, Infinity] }, async (_, files) => {
  const inKubernetes = join(root, 'scripts/kubernetes')
  const bin = await virtualEnvironment('taskpact-kubernetes', join(inKubernetes, 'requirements.txt'))
  return runHere(join(bin, 'python'), [join(inKubernetes, 'validate.py'), versions, ...(files.length > 0 ? files : manifests())])
})
