import type { Part } from '../contract/response.ts'

/** A JSON object out of its parts, with each item of an array on a line of its own. */
export async function* jsonOf(parts: AsyncIterable<Part>): AsyncGenerator<string> {
  const array = { name: '', isEmpty: true }
  let separator = '{'
  for await (const { name, value } of parts) {
    if (name !== array.name) {
      yield `${array.name === '' ? '' : ']'}${separator}\n${JSON.stringify(name)}:${Array.isArray(value) ? '[' : JSON.stringify(value)}`
      separator = ','
      Object.assign(array, { name: Array.isArray(value) ? name : '', isEmpty: true })
    }
    if (!Array.isArray(value) || value.length === 0) continue
    yield linesOf(value, array.isEmpty)
    array.isEmpty = false
  }
  yield `${array.name === '' ? '' : ']'}${separator === '{' ? '{' : ''}\n}\n`
}

/** Items of an array, each on a line. @param isStart whether they are its first ones */
export const linesOf = (items: readonly unknown[], isStart: boolean): string =>
  items.map((item, index) => `${isStart && index === 0 ? '' : ','}\n${JSON.stringify(item)}`).join('')
