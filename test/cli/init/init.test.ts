import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'mocha'
import { packageJson, smallExpress, triedApps } from './try-init.js'

const express = { 'package.json': packageJson({ express: '^5.1.0' }), 'app.js': smallExpress }

describe('keyward init', () => {
  const appWith = triedApps()

  it('shows each line with --dry-run, and writes nothing', async () => {
    const app = appWith(express)
    const before = app.files()
    const { code, output } = await app.init(['--dry-run'])
    assert.equal(code, 0)
    assert.match(output, /npm install keyward typeorm better-sqlite3\n\nkeyward\.config\.js \(new\)\n/)
    assert.match(output, /^app\.js\n@@ line 1\n/m)
    assert.match(output, /^\+ app\.use\(errorHandler\(\)\)$/m)
    assert.deepEqual(app.files(), before)
  })

  it('asks, and writes for a yes alone', async () => {
    const app = appWith(express)
    const before = app.files()
    const refused = await app.init([], 'no\n')
    assert.deepEqual([refused.code, app.files()], [1, before])
    const { code, output } = await app.init([], 'y\n')
    assert.equal(code, 0)
    assert.match(output, /Written: keyward\.config\.js, app\.js, \.env\./)
    assert.match(output, /npx keyward migrate\n {2}npx keyward user add ada --admin/)
    assert.deepEqual(Object.keys(app.files()), ['.env', 'app.js', 'keyward.config.js', 'package.json'])
  })

  it('is wrong use without a terminal, unless it is told not to ask', async () => {
    const app = appWith(express)
    const before = app.files()
    const { code, errors } = await app.init([])
    assert.equal(code, 2)
    assert.match(errors, /--yes writes, --dry-run only shows/)
    assert.deepEqual(app.files(), before)
  })

  it('changes nothing in an app that has keyward', async () => {
    const app = appWith(express)
    await app.init(['--yes'])
    const before = app.files()
    const { code, output } = await app.init(['--yes'])
    assert.deepEqual([code, app.files()], [0, before])
    assert.match(output, /has keyward already, as keyward\.config\.js says: nothing was changed/)
    const byHand = appWith({ ...express, 'app.js': `require('keyward/express')\n${smallExpress}` })
    assert.match((await byHand.init(['--yes'])).output, /as app\.js says/)
  })

  it('answers one document with --json', async () => {
    const { output } = await appWith(express).init(['--json', '--yes'])
    const { status, files, pastes } = JSON.parse(output) as Record<string, unknown>
    assert.deepEqual([status, files, pastes], ['written', ['keyward.config.js', 'app.js', '.env'], []])
  })

  it('refuses what it cannot add keyward to, and says why', async () => {
    const refusals: readonly (readonly [Record<string, string>, RegExp])[] = [
      [{}, /there is no package\.json here/],
      [{ 'package.json': '[' }, /package\.json is no JSON object/],
      [{ 'package.json': packageJson({ fastify: '5' }) }, /neither express nor koa nor @nestjs\/core/],
      [{ 'package.json': packageJson({ express: '^3.0.0' }) }, /express 3\.0 is too old/],
      [{ 'package.json': packageJson({ express: '^5.0.0', typeorm: '0.2.45' }) }, /typeorm 0\.2 is too old/],
      [
        { 'package.json': packageJson({ '@nestjs/core': '11', '@nestjs/platform-fastify': '11' }) },
        /on Fastify/,
      ],
    ]
    for (const [files, message] of refusals) {
      const { code, errors } = await appWith(files).init(['--yes'])
      assert.equal(code, 1)
      assert.match(errors, message)
    }
  })

  describe('and the secret', () => {
    it('goes into .env for its owner alone where there is no git, and is never shown', async () => {
      const app = appWith(express)
      const { output } = await app.init(['--yes'])
      const [, secret = ''] = /^KEYWARD_SECRET=(.{44})$/m.exec(app.read('.env')) ?? []
      assert.equal(Buffer.from(secret, 'base64').length, 32)
      assert.equal(statSync(join(app.folder, '.env')).mode & 0o777, 0o600)
      assert.ok(!output.includes(secret))
      assert.match(output, /^\+ KEYWARD_SECRET=…/m)
    })

    it('goes into no file that git would take', async () => {
      const app = appWith(express)
      execFileSync('git', ['init', '-q'], { cwd: app.folder })
      const { output } = await app.init(['--yes'])
      assert.equal(app.files()['.env'], undefined)
      assert.match(output, /export KEYWARD_SECRET=\$\(openssl rand -base64 32\)/)
      assert.doesNotMatch(app.read('keyward.config.js'), /loadEnvFile/)
      assert.equal(app.read('.gitignore'), 'app.db*\n')
    })

    it('goes into an ignored .env, below what stands there', async () => {
      const app = appWith({ ...express, '.gitignore': '.env\n*.db', '.env': 'PORT=4000' })
      execFileSync('git', ['init', '-q'], { cwd: app.folder })
      await app.init(['--yes'])
      assert.match(app.read('.env'), /^PORT=4000\nKEYWARD_SECRET=.{44}\n$/)
      assert.equal(app.read('.gitignore'), '.env\n*.db')
    })

    it('stays what it is where there is one', async () => {
      const app = appWith({ ...express, '.env': 'KEYWARD_SECRET=mine\n' })
      const { output } = await app.init(['--yes'])
      assert.equal(app.read('.env'), 'KEYWARD_SECRET=mine\n')
      assert.doesNotMatch(output, /openssl|mine/)
    })
  })

  it('says how the packages are installed by whose lockfile is there, and brings an older Express up', async () => {
    const commands = { 'pnpm-lock.yaml': 'pnpm add', 'yarn.lock': 'yarn add', 'bun.lock': 'bun add' }
    for (const [file, command] of Object.entries(commands)) {
      const { output } = await appWith({ ...express, [file]: '' }).init(['--dry-run'])
      assert.ok(output.includes(`${command} keyward typeorm better-sqlite3\n`))
    }
    const old = appWith({ ...express, 'package.json': packageJson({ express: '~4.16.1' }) })
    assert.match(
      (await old.init(['--dry-run'])).output,
      /npm install keyward typeorm better-sqlite3 express@4\n/,
    )
  })
})
