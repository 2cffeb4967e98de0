import { readdirSync } from 'node:fs'
import { nameOf } from '../portal/build.ts'
import { portalFiles } from '../portal/files.ts'

// What scripts/build-portal.ts writes.
const portal = ['files.json', ...portalFiles().flatMap(({ path }) => ['', '.br', '.gz'].map((ending) => nameOf(path) + ending))]

const alongside = ['CHANGELOG.md', 'LICENSE', 'README.md', 'openapi.yaml', 'package.json', 'src/docs/assets/NOTICE.md']

/** The files that a package of this repository must not contain, or lacks, with how to fix that. */
export function misplacedIn(packed: string[]): string[] {
  const wanted = new Set([...alongside, ...filesIn('sql/migrations'), ...portal.map((file) => `dist/portal/${file}`), ...filesIn('src').flatMap(builtFrom)])
  const extra = packed.filter((file) => !wanted.has(file)).map((file) => `${file} is in the package, but nothing needs it: see "files" in package.json`)
  const missing = [...wanted].filter((file) => !packed.includes(file)).map((file) => `${file} is not in the package: see "files" in package.json`)
  return [...extra, ...missing]
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)

/** What the compiler writes for a source file: declarations only where users may import it. */
function builtFrom(source: string): string[] {
  if (!source.endsWith('.ts')) return []
  const built = source.replace(/^src\/(.*)\.ts$/, 'dist/$1')
  const isImportable = source.startsWith('src/client/') || source === 'src/generated/client.ts'
  return isImportable ? [`${built}.js`, `${built}.d.ts`] : [`${built}.js`]
}
