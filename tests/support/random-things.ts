type Thing = { id: number }

/**
 * What a user has, of which something is to be changed at random.
 * @param read gives the things at a path, such as `tasks`
 */
export async function thingsOf(read: (path: string) => Promise<Thing[]>, below: (most: number) => number) {
  const [tasks, trash, lists, deletedLists, tags] = [
    await read('tasks'),
    await read('trash'),
    await read('lists'),
    await read('deleted-lists'),
    await read('tags'),
  ]
  const any = (things: Thing[]): number => things[below(things.length || 1)]?.id ?? 1
  const anyList = (): number | null => (lists.length > 0 && below(4) > 0 ? any(lists) : null)
  return { tasks, trash, lists, deletedLists, tags, any, anyList }
}
