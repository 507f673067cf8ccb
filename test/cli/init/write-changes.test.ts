import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'mocha'
import { appFolder } from '../../../src/cli/init/app-folder.js'
import { planFor } from '../../../src/cli/init/plan.js'
import { surveyOf } from '../../../src/cli/init/survey.js'
import { writeChanges } from '../../../src/cli/init/write-changes.js'
import { packageJson, smallExpress, triedApps } from './try-init.js'

const express = { 'package.json': packageJson({ express: '^5.1.0' }), 'app.js': smallExpress }

describe('what init has shown', () => {
  const appWith = triedApps()

  it('is not written if one of the files changed since, or came to be', () => {
    for (const [path, text] of [
      ['app.js', '// of somebody else'] as const,
      ['keyward.config.js', ''] as const,
    ]) {
      const app = appWith(express)
      const folder = appFolder(app.folder)
      const { changes } = planFor(folder, surveyOf(folder))
      app.write(path, text)
      const before = app.files()
      assert.throws(() => writeChanges(app.folder, changes), {
        code: 'changed',
        message: `${path} changed meanwhile: nothing was written`,
      })
      assert.deepEqual(app.files(), before)
    }
  })

  it('is not written at all if one of the files cannot be', () => {
    const app = appWith(express)
    const before = app.files()
    const changes = ['a.js', 'no-such-folder/b.js'].map((path) => ({ path, before: null, after: 'new' }))
    assert.throws(() => writeChanges(app.folder, changes), {
      code: 'not_written',
      message: /^nothing was written: /,
    })
    assert.deepEqual(app.files(), before)
  })

  it('goes into no file that a link leads to', async () => {
    const elsewhere = appWith({ secrets: 'OTHER=1\n' })
    const app = appWith(express)
    symlinkSync(join(elsewhere.folder, 'secrets'), join(app.folder, '.env'))
    const { code, errors } = await app.init(['--yes'])
    assert.equal(code, 1)
    assert.match(errors, /\.env changed meanwhile/)
    assert.equal(elsewhere.read('secrets'), 'OTHER=1\n')
  })
})
