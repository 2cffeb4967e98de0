import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
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
 * Compiles src/ of the project, or of a copy of it, with the options of `npm run check`, again and again, each time with other changes: the changed files and those
 * that import them are checked.
 */
export function createCompiler(project = root): (changes: Changes) => string[] {
  const { config } = ts.readConfigFile(join(project, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')) as { config: object }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, project)
  const files = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(project, 'src', file))
  const host = createHost(options)
  let last: ts.Program | undefined
  return (changes) => {
    const changed = new Map(Object.entries(changes).map(([path, text]) => [join(project, path), text]))
    host.change(changed)
    const program = ts.createProgram(
      files.filter((file) => changed.get(file) !== null),
      options,
      host.compilerHost,
      last,
    )
    last = program
    const affected = program.getSourceFiles().filter((file) => changed.has(file.fileName) || importsOf(file).some((path) => changed.has(path)))
    const faults = affected.flatMap((file) => ts.getPreEmitDiagnostics(program, file))
    return faults.map(({ file, messageText }) => `${file?.fileName.slice(project.length) ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
  }
}

/** The project's own files that a file imports. */
function importsOf(file: ts.SourceFile): string[] {
  const modules = file.statements.flatMap((each) =>
    (ts.isImportDeclaration(each) || ts.isExportDeclaration(each)) && each.moduleSpecifier ? [each.moduleSpecifier] : [],
  )
  return modules
    .filter(ts.isStringLiteral)
    .filter(({ text }) => text.startsWith('.'))
    .map(({ text }) => join(dirname(file.fileName), text))
}

/** What the compiler reads. A file that has not changed is parsed once. */
function createHost(options: ts.CompilerOptions): { compilerHost: ts.CompilerHost; change(files: Map<string, string | null>): void } {
  const base = ts.createCompilerHost(options)
  const parsed = new Map<string, ts.SourceFile | undefined>()
  let changed = new Map<string, string | null>()
  const compilerHost: ts.CompilerHost = {
    ...base,
    readFile: (path) => (changed.has(path) ? (changed.get(path) ?? undefined) : base.readFile(path)),
    fileExists: (path) => (changed.has(path) ? changed.get(path) !== null : base.fileExists(path)),
    getSourceFile: (path, language) => {
      const text = changed.get(path)
      if (typeof text === 'string') return ts.createSourceFile(path, text, language)
      if (!parsed.has(path)) parsed.set(path, base.getSourceFile(path, language))
      return text === null ? undefined : parsed.get(path)
    },
  }
  return { compilerHost, change: (files) => void (changed = files) }
}
