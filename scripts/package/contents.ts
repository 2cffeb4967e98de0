import { readdirSync } from 'node:fs'

const alongside = ['CHANGELOG.md', 'LICENSE', 'README.md', 'openapi.yaml', 'package.json']

/** What a package of this repository holds too much, and what it lacks, given the files in it. */
export function faultsIn(packed: string[]): string[] {
  const wanted = new Set([...alongside, ...filesIn('sql/migrations'), ...filesIn('src/docs/assets'), ...filesIn('src').flatMap(builtFrom)])
  const extra = packed.filter((file) => !wanted.has(file)).map((file) => `${file} is in the package, and nothing of ours needs it: see "files" in package.json`)
  const missing = [...wanted].filter((file) => !packed.includes(file)).map((file) => `${file} is not in the package: see "files" in package.json`)
  return [...extra, ...missing]
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)

/** What the compiler makes of a source; declarations only of what may be imported. */
function builtFrom(source: string): string[] {
  if (!source.endsWith('.ts')) return []
  const built = source.replace(/^src\/(.*)\.ts$/, 'dist/$1')
  const isImportable = source.startsWith('src/client/') || source === 'src/generated/client.ts'
  return isImportable ? [`${built}.js`, `${built}.d.ts`] : [`${built}.js`]
}
