import assert from 'node:assert/strict'
import { chmodSync, existsSync, lchownSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'mocha'
import { called } from './called.js'
import { configuredFolder } from './config-file.js'

describe('the configuration that the command finds', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyward-config-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  it('is not run where somebody else has laid it into a folder that everybody can write to', async function () {
    // Only root can give a file away.
    if (process.getuid?.() !== 0) this.skip()
    chmodSync(folder, 0o1777)
    const file = join(folder, 'keyward.config.mjs')
    const elsewhere = join(folder, 'elsewhere.mjs')
    writeFileSync(elsewhere, 'throw new Error("it was run")')
    for (const lay of [
      () => writeFileSync(file, 'throw new Error("it was run")'),
      () => symlinkSync(elsewhere, file),
    ]) {
      lay()
      lchownSync(file, 65_534, 65_534)
      const { code, errors } = await called(folder, ['user', 'list'])
      assert.deepEqual([code, errors.includes('it was run')], [1, false])
      assert.match(errors, /belongs to another user, in a folder that everybody can write to: --config/)
      assert.match(
        (await called(folder, ['doctor'])).output,
        /FAULT +configuration +.* belongs to another user/,
      )
      rmSync(file)
    }
  })

  it('makes no SQLite file where there is none, as in the wrong folder, unless it is to migrate', async () => {
    const database = join(folder, 'app.db')
    const made = configuredFolder(
      { type: 'better-sqlite3', database },
      {
        options: "{ secrets: ['thirty-two bytes, and then some more'], origins: ['http://localhost:3000'] }",
      },
    )
    try {
      for (const line of ['user list', 'audit verify', 'doctor', 'secret status']) {
        const { code, output, errors } = await called(made.folder, line.split(' '))
        assert.equal(code, 1, line)
        assert.match(output + errors, /there is no file .*app\.db; `npx keyward migrate` makes it/)
        assert.equal(existsSync(database), false, line)
      }
      assert.equal((await called(made.folder, ['migrate'])).code, 0)
      assert.equal((await called(made.folder, ['user', 'list'])).code, 0)
    } finally {
      made.remove()
    }
  })

  it('is run where it is one’s own, or the folder is of its owner, or it is named', async function () {
    const file = join(folder, 'keyward.config.mjs')
    writeFileSync(file, 'throw new Error("it was run")')
    const isRun = async (words: readonly string[] = []): Promise<void> => {
      assert.match((await called(folder, ['user', 'list', ...words])).errors, /it was run/)
    }
    chmodSync(folder, 0o777)
    await isRun()
    if (process.getuid?.() !== 0) this.skip()
    lchownSync(file, 65_534, 65_534)
    await isRun(['--config', 'keyward.config.mjs'])
    lchownSync(folder, 65_534, 65_534)
    await isRun()
  })
})
