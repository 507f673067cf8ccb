import assert from 'node:assert/strict'
import {
  chownSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'mocha'
import type { AuditAnchor } from '../../../src/audit-trail/anchor.js'
import { archiveAt } from '../../../src/cli/audit/archive.js'
import { CommandError } from '../../../src/cli/error.js'
import type { AuditEvent } from '../../../src/events.js'
import { anEvent } from '../../contract/store/rows.js'

interface Block {
  readonly events: readonly AuditEvent[]
  readonly seal: AuditAnchor
}

describe('a file that takes what is removed from the audit', () => {
  let folder: string
  let path: string
  const blocks = [1, 2, 3].map((number): Block => {
    const previous = number === 1 ? null : String(number).repeat(64)
    return { events: [anEvent(), anEvent({ note: 'ü' })], seal: { number, root: 'a'.repeat(64), previous } }
  })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyward-archive-'))
    path = join(folder, 'audit.ndjson')
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  async function writeAll(some: readonly Block[]): Promise<AuditAnchor | null> {
    const archive = await archiveAt(path)
    try {
      for (const { events, seal } of some) await archive.write(events, seal)
      archive.checkEnd()
      await archive.finish()
      return archive.last
    } finally {
      await archive.close()
    }
  }
  const held = (): string => readFileSync(path, 'utf8')
  const refuses = (work: Promise<unknown>, why: RegExp): Promise<void> =>
    assert.rejects(work, (error: unknown) => {
      return error instanceof CommandError && error.code === 'not_continued' && why.test(error.message)
    })

  it('is made for its owner alone, once there is something to write', async () => {
    await writeAll([])
    assert.throws(() => statSync(path), { code: 'ENOENT' })
    await writeAll(blocks)
    assert.equal(statSync(path).mode & 0o777, 0o600)
    const lines = held()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.deepEqual(
      lines.map((line) => line.id ?? line.seal),
      blocks.flatMap(({ events, seal }) => [...events.map(({ id }) => id), { ...seal, count: 2 }]),
    )
  })

  it('is gone on with, wherever a run was cut off', async () => {
    await writeAll(blocks)
    const [whole, bytes] = [held(), statSync(path).size]
    const ends = [
      ...readFileSync(path)
        .toString('latin1')
        .matchAll(/\{"seal".*\n/g),
    ].map(({ index, 0: line }) => index + line.length)
    assert.equal(ends.at(-1), bytes)
    for (let size = 0; size <= bytes; size += 31) {
      writeFileSync(path, whole)
      truncateSync(path, size)
      const kept = ends.filter((end) => end <= size).length
      const last = await writeAll(blocks.slice(Math.max(0, kept - 1)))
      assert.equal(last?.number ?? 0, kept)
      assert.equal(held(), whole)
    }
  })

  it('is not written through a link that somebody has laid there, to an empty file or to nothing', async () => {
    const other = join(folder, 'other')
    symlinkSync(other, path)
    await refuses(writeAll(blocks), /is a link, or no file/)
    assert.throws(() => statSync(other), { code: 'ENOENT' })
    writeFileSync(other, '')
    await refuses(writeAll(blocks), /is a link, or no file/)
    rmSync(path)
    linkSync(other, path)
    await refuses(writeAll(blocks), /has a second name/)
    assert.equal(readFileSync(other, 'utf8'), '')
    rmSync(path)
    symlinkSync('/dev/zero', path)
    await refuses(writeAll(blocks), /is a link, or no file/)
  })

  it('is not written into a file of somebody else, who would read what is removed', async function () {
    // Only root can give a file away.
    if (process.getuid?.() !== 0) this.skip()
    writeFileSync(path, '', { mode: 0o666 })
    chownSync(path, 65_534, 65_534)
    await refuses(writeAll(blocks), /belongs to another user of this machine/)
    assert.equal(held(), '')
  })

  it('is not written into where it is another file, or another audit’s', async () => {
    writeFileSync(path, 'important\n', { mode: 0o644 })
    await refuses(writeAll(blocks), /is there already, and no file of audit prune/)
    assert.deepEqual([held(), statSync(path).mode & 0o777], ['important\n', 0o644])
    writeFileSync(path, '{ "type": "module" }')
    await refuses(writeAll([]), /is there already, and no file of audit prune/)
    rmSync(path)
    await writeAll(blocks.slice(0, 1))
    const before = held()
    await refuses(writeAll(blocks.slice(2)), /ends with seal 1, and the next to be removed is seal 3/)
    const other = {
      ...blocks[0],
      events: [anEvent()],
      seal: { number: 1, root: 'b'.repeat(64), previous: null },
    }
    await refuses(writeAll([other]), /what it has of seal 1 is not what the audit has/)
    writeFileSync(path, '{"id":"of something else"')
    await refuses(writeAll(blocks), /what it ends with is not from this audit/)
    await refuses(writeAll([]), /ends with rows that no seal follows, and that are none of those/)
    writeFileSync(path, before)
    assert.equal((await writeAll([]))?.number, 1)
    assert.equal(held(), before)
  })
})
