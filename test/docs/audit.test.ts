import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, before, describe, it } from 'mocha'
import type { Keyward } from '../../src/index.js'
import { codeBlocks } from '../support/code-blocks.js'
import { expressFramework } from '../support/express-host.js'
import { appFor } from '../support/suite.js'

describe('docs/audit.md', () => {
  const app = appFor(expressFramework)
  const blocks = codeBlocks(readFileSync('docs/audit.md', 'utf8')).map(({ text }) => text)
  const from = process.cwd()
  let folder: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyward-audit-'))
    process.chdir(folder)
  })
  after(() => {
    process.chdir(from)
    rmSync(folder, { recursive: true })
  })

  it('verifies, and says what is wrong', async () => {
    const { keyward } = app()
    await keyward.users.create({ username: 'audited' })
    await keyward.audit.seal()
    await follow('const { seals', keyward)
    await app().database.dataSource.query("UPDATE keyward_audit_event SET ip = '198.51.100.1'")
    await assert.rejects(follow('const { seals', keyward), /^Error: row_changed: seal 1, row [0-9a-f-]{36}$/)
    await app().database.dataSource.query('UPDATE keyward_audit_event SET ip = NULL')
    await follow('const { seals', keyward)
  })

  it('writes what is old into a file, and removes it', async () => {
    const { keyward } = app()
    await keyward.audit.seal()
    const { rows } = await keyward.audit.verify()
    assert.ok(rows > 0)
    await follow('import { open }', keyward, (text) => text.replace("'2026-01-01T00:00:00Z'", "'9999-01-01'"))
    const lines = readFileSync('audit-until-2026.ndjson', 'utf8').trimEnd().split('\n')
    assert.equal(lines.length, rows)
    assert.ok(lines.some((line) => line.includes('"type":"user.created"')))
    assert.deepEqual((await keyward.audit.verify()).rows, 0)
  })

  /** Runs the block that has a text as a module of its own. */
  async function follow(
    start: string,
    keyward: Keyward,
    edit = (text: string): string => text,
  ): Promise<void> {
    const block = blocks.find((text) => text.includes(start))
    assert.ok(block)
    const lines = edit(block).split('\n')
    const imports = lines.filter((line) => line.startsWith('import '))
    const rest = lines.filter((line) => !line.startsWith('import '))
    const file = join(folder, `${String(Date.now())}${String(Math.random())}.mjs`)
    const text = `${imports.join('\n')}\nexport async function run(keyward) {\n${rest.join('\n')}\n}\n`
    writeFileSync(file, text)
    const module = (await import(pathToFileURL(file).href)) as { run(keyward: Keyward): Promise<void> }
    await module.run(keyward)
  }
})
