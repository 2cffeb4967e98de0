import { execFile } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'

const script = fileURLToPath(new URL('../../.ha/archive-wal', import.meta.url))
const name = '000000010000000000000004'

/** Makes an empty archive. @returns its folder, and what archives a segment */
async function emptyArchive(): Promise<{ folder: string; archive: (content: string) => Promise<unknown> }> {
  const parent = await mkdtemp(join(tmpdir(), 'taskpact-archive-'))
  onTestFinished(() => rm(parent, { recursive: true }))
  const folder = await mkdtemp(join(parent, 'wal-'))
  const segment = join(parent, name)
  const archive = async (content: string): Promise<unknown> => {
    await writeFile(segment, content)
    return promisify(execFile)('sh', [script, segment, name], { env: { ...process.env, WAL_ARCHIVE: folder } })
  }
  return { folder, archive }
}

describe('the archive of the log', () => {
  test('a segment that two servers archive is there once', async () => {
    const { folder, archive } = await emptyArchive()
    await archive('a segment')
    await archive('a segment')
    expect(await readdir(folder)).toEqual([name])
    expect(await readFile(join(folder, name), 'utf8')).toBe('a segment')
  })

  test('a segment that ends otherwise on another server is kept, and does not stop that server', async () => {
    const { folder, archive } = await emptyArchive()
    await archive('a segment, and what nobody else has')
    await archive('a segment')
    await archive('a segment')
    const [first = '', second = '', ...others] = (await readdir(folder)).toSorted()
    expect([first, second, others]).toEqual([name, expect.stringMatching(new RegExp(`^${name}\\.[0-9a-f]{16}$`)), []])
    expect(await readFile(join(folder, first), 'utf8')).toBe('a segment, and what nobody else has')
    expect(await readFile(join(folder, second), 'utf8')).toBe('a segment')
  })
})
