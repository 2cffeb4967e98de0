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

/**
 * Compiles src/ as `npm run check` does, again and again, each time with other changes. The sources as they stand are checked
 * in full the first time; after that, only the files that the changes affect.
 */
export function createCompiler(): (changes: Changes) => string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')) as { config: object }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(root, 'src', file))
  const host = createHost(options)
  const build = (changes: Changes, unchanged?: ts.SemanticDiagnosticsBuilderProgram): ts.SemanticDiagnosticsBuilderProgram => {
    host.change(new Map(Object.entries(changes).map(([path, text]) => [join(root, path), text])))
    const names = files.filter((file) => changes[file.slice(root.length)] !== null)
    return ts.createSemanticDiagnosticsBuilderProgram(names, options, host.compilerHost, unchanged)
  }
  let unchanged: ts.SemanticDiagnosticsBuilderProgram | undefined
  return (changes) => {
    if (unchanged === undefined) {
      unchanged = build({})
      unchanged.getSemanticDiagnostics()
    }
    return faultsOf(build(changes, unchanged))
  }
}

/** What the compiler reads. A file that has not changed is parsed once. */
function createHost(options: ts.CompilerOptions): { compilerHost: ts.CompilerHost; change(files: Map<string, string | null>): void } {
  const base = ts.createCompilerHost(options)
  const parsed = new Map<string, ts.SourceFile | undefined>()
  let changed = new Map<string, string | null>()
  const parse = (path: string, text: string | undefined, language: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined =>
    // A builder program tells by its version whether a file has changed.
    text === undefined ? undefined : Object.assign(ts.createSourceFile(path, text, language), { version: ts.sys.createHash?.(text) ?? text })
  const read = (path: string): string | undefined => (changed.has(path) ? (changed.get(path) ?? undefined) : base.readFile(path))
  const compilerHost: ts.CompilerHost = {
    ...base,
    readFile: read,
    fileExists: (path) => (changed.has(path) ? changed.get(path) !== null : base.fileExists(path)),
    getSourceFile: (path, language) => {
      if (changed.has(path)) return parse(path, read(path), language)
      if (!parsed.has(path)) parsed.set(path, parse(path, read(path), language))
      return parsed.get(path)
    },
  }
  return { compilerHost, change: (files) => void (changed = files) }
}

function faultsOf(program: ts.SemanticDiagnosticsBuilderProgram): string[] {
  const faults = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics(), ...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()]
  return faults.map(({ file, messageText }) => `${file?.fileName.slice(root.length) ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
}
