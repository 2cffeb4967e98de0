import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The project's sources with some of them changed in memory: a text in the place of a file, or null for a file that is gone. */
export type Changes = Record<string, string | null>

/** A file of the project, as it stands. */
export const source = (path: string): string => readFileSync(join(root, path), 'utf8')

/** A file of the project with one text in it replaced; a mistake that is not there to make is an error. */
export function replaced(path: string, text: string, by: string): Changes {
  const before = source(path)
  if (!before.includes(text)) throw new Error(`${path} no longer holds: ${text}`)
  return { [path]: before.replace(text, by) }
}

/** Compiles src/ as `npm run check` does, again and again, each time with other changes. */
export function createCompiler(): (changes: Changes) => string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')) as { config: object }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(root, 'src', file))
  let changed = new Map<string, string | null>()
  let round = 0
  const read = (path: string): string | undefined => (changed.has(path) ? (changed.get(path) ?? undefined) : ts.sys.readFile(path))
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => files.filter((file) => changed.get(file) !== null),
    getScriptVersion: (path) => (changed.has(path) ? `changed ${round}` : 'as it stands'),
    getScriptSnapshot: (path) => {
      const text = read(path)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => (changed.has(path) ? changed.get(path) !== null : ts.sys.fileExists(path)),
    readFile: read,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  }
  const service = ts.createLanguageService(host)
  return (changes) => {
    round += 1
    changed = new Map(Object.entries(changes).map(([path, text]) => [join(root, path), text]))
    const program = service.getProgram()
    if (!program) throw new Error('there is no program to check')
    return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      const text = ts.flattenDiagnosticMessageText(messageText, '\n')
      return `${file?.fileName.slice(root.length) ?? ''}: ${text}`
    })
  }
}
