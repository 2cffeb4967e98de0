// Builds the container image with Docker, or with Buildah where there is no Docker that runs.
import { execFileSync } from 'node:child_process'
import { UserError, runProgram } from './support/program.ts'
import { missing, runHere } from './support/run.ts'
import { root } from './support/service.ts'

const usage = `npm run image -- [name]

Builds the image of .docker/Dockerfile, by default as "taskpact": with Docker, or with Buildah where no Docker runs. It takes minutes, and
needs a registry for the base image. Buildah needs no daemon.`

const dockerfile = '.docker/Dockerfile'

/** The command of the builder that is there. @throws UserError if there is none */
function builder(name: string): [command: string, ...args: string[]] {
  if (missing(['docker']).length === 0 && runs('docker', ['info'])) return ['docker', 'build', '-f', dockerfile, '-t', name, '.']
  // Unlike Docker, Buildah does not look for an ignore file next to the Dockerfile, and its own format has no health check. With chroot, it
  // needs no runtime for containers.
  if (missing(['buildah']).length === 0) {
    const ignored = `${dockerfile}.dockerignore`
    return ['buildah', 'build', '--isolation', 'chroot', '--format', 'docker', '--ignorefile', ignored, '-f', dockerfile, '-t', name, '.']
  }
  throw new UserError('No Docker runs here, and Buildah is missing. Install it: apt-get install buildah')
}

function runs(command: string, args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 10_000 })
    return true
  } catch {
    return false
  }
}

await runProgram({ usage, positionals: [0, 1] }, (_, [name = 'taskpact']) => {
  const [command, ...args] = builder(name)
  process.chdir(root)
  return runHere(command, args)
})
