/** Text of a user, without what a terminal would take for a command, or would not show. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '�')

/** Prints the result of a command: for programs as one JSON document, and else as text. */
export const print = (json: boolean, result: object, text: string): void => console.log(json ? JSON.stringify(result, null, 2) : text)

/** Lines with aligned columns, under their names. */
export function table(names: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const lines = [names, ...rows.map((row) => row.map((cell) => printable(String(cell ?? '-'))))]
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** A day of a time, for a table. */
export const dayOf = (at: string | null): string | null => at?.slice(0, 10) ?? null
