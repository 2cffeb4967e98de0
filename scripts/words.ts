// Finds the words that .github/WRITING.md rules out: in documents, the contract, src/, scripts/, comments in sql/ and the titles of tests.
// Prints what to write instead. Finds other names of the contract too, and each TODO left in a stub.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { readContract } from './contract/document.ts'
import { runProgram } from './support/program.ts'
import { faultsOfContract, patternsOf } from './words/other-names.ts'

const usage = `npx tsx scripts/words.ts

Finds the words that .github/WRITING.md rules out, and other names of the contract (x-also-called, x-also-values), and prints
what to write instead. Finds each TODO left in a stub of \`npm run new\` too.`

type Rule = { word: RegExp; instead: string }

const guide = '.github/WRITING.md'
const documents = [
  'README.md',
  'CHANGELOG.md',
  '.env.example',
  '.github',
  'openapi.yaml',
  'scripts/sdk/*/README.md',
  'scripts/examples/*/README.md',
  'scripts/*.ts',
  'sql/*.sql',
  ':!sql/migrations',
  ':!sql/schema.sql',
  'src',
  ':!src/generated',
  ':!src/docs/assets/*.js',
  ':!src/docs/assets/NOTICE.md',
]
// What people read to learn the names of the contract, code included; but for the guide to its other names.
const samples = ['README.md', '.github', 'src', ':!src/generated', ':!src/docs/assets/*.js', ':!src/docs/assets/guides/11-another-backend.md', 'scripts']
// The test of the stubs quotes their TODO.
const stubbed = ['openapi.yaml', 'sql', 'src/operations', 'tests/*/*.ts', ':!tests/contract/recipe.test.ts']
const title = /\b(?:describe|test)\b[.\w]*[(<]|^\s*\['/

const filesIn = (paths: string[]): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...paths], { encoding: 'utf8' })
    .trim()
    .split('\n')

const phrasesIn = (cell = ''): string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, phrase = '']) => phrase)

/** Phrases wherever they are whole words. */
const whole = (phrases: string[]): RegExp => new RegExp(`(?<![\\w-])(?:${phrases.join('|')})(?![\\w-])`, 'gi')

// What a person reads in a line of code: comments, and in TypeScript also strings.
const prose = new Map([
  ['.ts', /\/\/.*|\/\*.*|^\s*\*.*|'[^']*'|"[^"]*"|`[^`]*`|`.*/g],
  ['.sql', /--.*/g],
])

/** What a person reads in a line of a file. */
function proseIn(line: string, file: string): string {
  const pattern = prose.get(extname(file))
  return pattern ? (line.match(pattern) ?? []).join(' ') : line
}

/** The table of the guide: what is ruled out, what to write instead, and where it is right. */
function rulesOf(text: string): { rules: Rule[]; except: RegExp } {
  const [, table = ''] = text.split('\n## Ruled out\n')
  const rows = table
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, words]) => words?.startsWith('`'))
  return {
    rules: rows.map(([, words, instead = '']) => ({ word: whole(phrasesIn(words)), instead })),
    except: whole(rows.flatMap(([, , , except]) => phrasesIn(except))),
  }
}

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n')

/** Each TODO that is left in a file, with its line. */
const gapsIn = (file: string): string[] => linesOf(file).flatMap((line, index) => (/\bTODO\b/.test(line) ? [`${file}:${index + 1}: "TODO": fill it in`] : []))

/** The other names of the contract in a file, each with its line. */
const otherNamesIn = (file: string): string[] =>
  linesOf(file).flatMap((line, index) =>
    otherNames.flatMap(({ word, instead }) => {
      const found = line.match(word)?.[0]
      return found === undefined ? [] : [`${file}:${index + 1}: "${found}": write ${instead}, its name in the contract`]
    }),
  )

/** The faults of a file, each with its line. */
function faultsIn(file: string): string[] {
  if (file === guide) return []
  let isCode = false
  return linesOf(file).flatMap((line, index) => {
    if (file.endsWith('.md') && line.trimStart().startsWith('```')) isCode = !isCode
    if (isCode || (file.startsWith('tests/') && !title.test(line))) return []
    const [text = '', allowed = ''] = proseIn(line, file).split('words-allow:')
    return rules.flatMap(({ word, instead }) => {
      const found = text.replace(except, '').match(word)?.[0]
      return found === undefined || allowed.includes(found.toLowerCase()) ? [] : [`${file}:${index + 1}: "${found}": write ${instead}`]
    })
  })
}

const { rules, except } = rulesOf(readFileSync(guide, 'utf8'))
const contract = readContract()
const otherNames = patternsOf(contract)
if (rules.length === 0) throw new Error(`${guide} has no table of words below "## Ruled out"`)

await runProgram({ usage }, () => {
  const faults = [
    ...[...filesIn(documents), ...filesIn(['tests/**/*.ts'])].flatMap(faultsIn),
    ...filesIn(stubbed).flatMap(gapsIn),
    ...filesIn(samples).flatMap(otherNamesIn),
    ...faultsOfContract(contract),
  ]
  for (const fault of faults) console.error(fault)
  return faults.length > 0 ? 1 : 0
})
