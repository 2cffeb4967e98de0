// Folding as sql/migrations has it, said again by the Unicode properties that JavaScript knows.

/** The classes of characters, by the name of the function in SQL. */
export const classes = {
  unicode_ignorable: /[\p{Cf}\p{DI}]/u,
  unicode_marks: /[\p{Mn}\p{Me}\p{Cf}\p{DI}]/u,
  unicode_dividers: /[\p{P}\p{Z}\p{Cc}\p{Sm}\p{Sk}]/u,
  unicode_symbols: /[\p{So}\p{Sc}]/u,
  unicode_unspaced: new RegExp(
    `[${['Han', 'Hira', 'Kana', 'Bopo', 'Yiii', 'Thai', 'Laoo', 'Khmr', 'Mymr', 'Tale', 'Talu', 'Lana', 'Tavt', 'Ahom', 'Java', 'Bali', 'Tibt']
      .map((script) => `\\p{scx=${script}}`)
      .join('')}]`,
    'u',
  ),
} as const

/** Every character but NUL, which cannot be stored. */
export const characters = Array.from({ length: 0x10ffff }, (_, index) => index + 1)
  .filter((point) => point < 0xd800 || point > 0xdfff)
  .map((point) => String.fromCodePoint(point))

const without = (text: string, one: RegExp): string => text.replace(new RegExp(one, 'gu'), '')

function foldCase(text: string): string {
  const kept = text.normalize('NFKD').replaceAll('ı', '\ufffe')
  return kept.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').replaceAll('\ufffe', 'ı')
}

/** A name as it is compared. */
export const foldName = (name: string): string =>
  without(foldCase(name), classes.unicode_ignorable)
    .normalize('NFKC')
    .replace(/[\t-\r \u0085\u1680\u2028\u2029]+/g, ' ')
    .replace(/^ | $/g, '')

const plain: Record<string, string> = { æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ħ: 'h', ı: 'i', ł: 'l', ŧ: 't' }

/** The words that a text is found by. */
export function wordsOf(text: string): string[] {
  const letters = Array.from(without(foldCase(text), classes.unicode_marks), (letter) => plain[letter] ?? letter)
  const kindOf = (letter: string): string => Object.entries(classes).find(([name, one]) => !/marks|ignorable/.test(name) && one.test(letter))?.[0] ?? 'letters'
  const kinds = ['unicode_unspaced', 'unicode_symbols']
  const runs: { kind: string; letters: string[] }[] = []
  for (const letter of letters) {
    const kind = classes.unicode_dividers.test(letter) ? 'unicode_dividers' : (kinds.find((name) => kindOf(letter) === name) ?? 'letters')
    const last = runs.at(-1)
    if (last?.kind === kind) last.letters.push(letter)
    else runs.push({ kind, letters: [letter] })
  }
  return runs.flatMap(({ kind, letters: run }) => {
    if (kind === 'unicode_dividers') return []
    return kind === 'letters' ? [run.slice(0, 100).join('')] : run.map((_, index) => run.slice(index, index + 4).join(''))
  })
}
