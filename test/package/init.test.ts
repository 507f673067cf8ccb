import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, it } from 'mocha'
import { freePort, startScript } from '../support/process.js'
import { newPassword as madeUpPassword, noteSecret } from '../support/secrets.js'
import { visitor } from '../support/visitor.js'
import type { FreshApp } from './init/fresh-apps.js'
import { freshApps } from './init/fresh-apps.js'
import { packedBefore } from './packed.js'

const run = promisify(execFile)
const { KEYWARD_SECRET: _, NODE_OPTIONS: __, ...env } = process.env

describe('init in a fresh app, with the packed package', function () {
  this.timeout(300_000)
  const packed = packedBefore()

  for (const [name, app] of Object.entries(freshApps)) {
    it(`${name}: signs in, and guards a route`, async () => {
      const folder = packed().app([...new Set([...app.packages, 'typeorm', 'better-sqlite3'])])
      write(folder, app.files)
      const report = await init(folder, ['--yes', '--json'])
      assert.deepEqual([report.status, report.pastes, report.installs], ['written', [], app.installs])
      noteSecret(/^KEYWARD_SECRET=(.*)$/m.exec(readFileSync(join(folder, '.env'), 'utf8'))?.[1] ?? '')
      if (app.build !== null) await sh(folder, `npx --no-install ${app.build}`)

      const config = report.files.find((file) => file.startsWith('keyward.config.')) ?? ''
      await keyward(folder, ['migrate'])
      const reason = ['--reason', 'the first administrator', '--json']
      await keyward(folder, ['user', 'add', 'ada', '--admin', ...reason])
      const { url } = JSON.parse(await keyward(folder, ['user', 'invite', 'ada', ...reason])) as {
        url: string
      }
      const code = new URL(url).hash.slice(1)
      noteSecret(code)
      await uses(folder, app, code)
      assert.deepEqual(await init(folder, ['--yes', '--json']), { status: 'present', file: config })
    })
  }

  it('works before anything that it installs is there', async () => {
    const folder = packed().app([])
    const [app] = Object.values(freshApps)
    write(folder, app?.files ?? {})
    const { status, installs } = await init(folder, ['--yes', '--json'])
    assert.deepEqual([status, installs], ['written', app?.installs])
  })

  /** Chooses a password and signs in over HTTP to the app, as its own script starts it. */
  async function uses(folder: string, app: FreshApp, code: string): Promise<void> {
    const port = await freePort()
    const start = ['npm', 'run', '--silent', app.start]
    await using served = await startScript(start, { cwd: folder, port, env: unset })
    const { get, post } = visitor(served.url)
    assert.equal((await fetch(served.url + app.home)).status, 200)
    assert.match(await (await fetch(`${served.url}/auth/sign-in`)).text(), /<form/)
    const refused = await get('/hello')
    assert.equal(refused.status, 401)
    const newPassword = madeUpPassword()
    assert.equal((await post('/auth/one-time-links/invitation', { code, newPassword })).status, 204)
    assert.equal((await post('/auth/session', { username: 'ada', password: newPassword })).status, 201)
    const hello = await get('/hello')
    assert.deepEqual([hello.status, hello.body], [200, { hello: 'ada' }])
    const nobody = await fetch(`${served.url}/hello`)
    assert.equal(nobody.headers.get('content-type'), 'application/problem+json; charset=utf-8')
  }
})

/** Not those of the shell which runs the tests: `undefined` takes them out of a child's environment. */
const unset = { KEYWARD_SECRET: undefined, NODE_OPTIONS: undefined }

interface Report {
  readonly status: string
  readonly files: readonly string[]
  readonly pastes: readonly unknown[]
  readonly installs: readonly string[]
}

async function init(folder: string, words: readonly string[]): Promise<Report> {
  return JSON.parse(await keyward(folder, ['init', ...words])) as Report
}

async function keyward(folder: string, words: readonly string[]): Promise<string> {
  const main = join(folder, 'node_modules/keyward/dist/src/cli/main.js')
  const { stdout } = await run(process.execPath, [main, ...words], { cwd: folder, env })
  return stdout
}

async function sh(folder: string, command: string): Promise<void> {
  await run('sh', ['-c', `${command} >&2`], { cwd: folder, env }).catch((error: unknown) => {
    const { stderr } = error as { stderr: string }
    assert.fail(`${command}: ${stderr}`)
  })
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
