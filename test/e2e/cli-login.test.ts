import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, describe, it } from 'mocha'
import type { Page } from 'playwright-core'
import { chromiumFor } from '../support/chromium.js'
import type { Served } from '../support/process.js'
import { scriptArguments, startScript } from '../support/process.js'
import { noteSecret } from '../support/secrets.js'
import { until } from '../support/until.js'

const password = 'the demo of this test has this password'

/** The example program, as it runs in a terminal without a desktop. */
interface Program {
  /** The code that it shows, once it does. */
  code(): Promise<string>
  /** Everything it has printed, once it has ended with that exit code. */
  ended(code: number): Promise<string>
}

for (const framework of ['express', 'koa']) {
  describe(`examples/cli-login.ts against the ${framework} demo, in Chromium`, function () {
    this.timeout(180_000)
    const open = chromiumFor()
    let folder = ''
    let file = ''
    let demo: Served | undefined

    before(async () => {
      noteSecret(password)
      folder = mkdtempSync(join(tmpdir(), 'keyward-cli-'))
      file = join(folder, 'kept', 'token')
      const env = {
        KEYWARD_SECRET: 'a secret for this test alone, 32 bytes or more',
        DEMO_PASSWORD: password,
        DATABASE_URL: `sqlite:${join(folder, 'demo.db')}`,
      }
      const command = [process.execPath, ...scriptArguments('examples/start.ts'), framework]
      demo = await startScript(command, { env, ready: 'keyward demo ready on' })
    })
    after(async () => {
      await demo?.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    afterEach(() => {
      rmSync(file, { force: true })
    })

    function run(...args: readonly string[]): Program {
      const child = spawn(process.execPath, [...scriptArguments('examples/cli-login.ts'), ...args], {
        env: { ...process.env, DEMO_URL: demo?.url, DEMO_TOKEN_FILE: file, BROWSER: 'none' },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let printed = ''
      child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()))
      const exit = new Promise<number | null>((done) => child.once('close', done))
      return {
        async code() {
          const shown = () => /\b[A-Z]{4}-[A-Z]{4}\b/.exec(printed)?.[0] ?? ''
          const wait = { holds: (text: string) => text !== '', seconds: 4, everyMs: 50 }
          return until('a code in what it prints', shown, wait)
        },
        async ended(code) {
          assert.equal(await exit, code, printed)
          return printed
        },
      }
    }

    async function signIn(page: Page, username: string): Promise<void> {
      await page.getByLabel('User name').fill(username)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    }

    /** Types a code where the program says, and answers it. */
    async function answer(page: Page, code: string, button: 'Allow' | 'Deny'): Promise<void> {
      await page.goto(`${demo?.url ?? ''}/auth/activate`)
      if (page.url().includes('/sign-in')) await signIn(page, 'grace')
      await page.getByLabel('Code').fill(code.toLowerCase())
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('heading', { name: 'Let Demo CLI use your account?' }).waitFor()
      await page.getByRole('button', { name: button }).click()
      await page.waitForURL(/done=/)
    }

    function kept(): string {
      const token = readFileSync(file, 'utf8')
      noteSecret(token)
      return token
    }

    async function statusOf(token: string): Promise<number> {
      const headers = { Authorization: `Bearer ${token}` }
      return (await fetch(`${demo?.url ?? ''}/api/hello`, { headers })).status
    }

    it('signs in by a browser, keeps its token to itself, uses it again, and signs out for good', async () => {
      const page = await open()
      const program = run()
      await answer(page, await program.code(), 'Allow')
      await page.getByText('You can close this page and go back to your device.').waitFor()
      const printed = await program.ended(0)
      assert.match(printed, new RegExp(`open ${demo?.url ?? ''}/auth/activate\n`))
      assert.match(printed, /Signed in; .*\nHello, grace!/)
      const token = kept()
      assert.doesNotMatch(printed, new RegExp(token))
      assert.equal(statSync(file).mode & 0o777, 0o600)
      assert.equal(await statusOf(token), 200)

      assert.equal(await run('whoami').ended(0), 'Hello, grace!\n')
      assert.equal(await run('logout').ended(0), 'Signed out.\n')
      assert.equal(existsSync(file), false)
      assert.equal(await statusOf(token), 401)
    })

    // What follows is the program's own, whatever the demo is made with.
    if (framework !== 'express') return

    it('signs in anew where its token was revoked on the pages', async () => {
      const page = await open()
      writeFileSync(file, `kwt_${'0'.repeat(36)}`)
      const program = run()
      await answer(page, await program.code(), 'Allow')
      assert.match(await program.ended(0), /Hello, grace!/)
      await page.goto(`${demo?.url ?? ''}/auth/account/tokens`)
      await page.getByRole('link', { name: 'Demo CLI', exact: true }).click()
      await page.locator('main').getByRole('button', { name: 'Revoke Token' }).first().click()
      await page.getByRole('dialog').getByRole('button', { name: 'Revoke Token' }).click()
      await page.getByText('Revoked the token.').first().waitFor()
      assert.equal(await statusOf(kept()), 401)
      const again = run()
      await answer(page, await again.code(), 'Allow')
      assert.match(await again.ended(0), /Hello, grace!/)
    })

    it('says in the last hour when its access ends', async () => {
      const page = await open()
      const program = run()
      await page.goto(`${demo?.url ?? ''}/auth/activate?user_code=${await program.code()}`)
      await signIn(page, 'linus')
      await page.getByLabel('Access ends after').selectOption('1')
      await page.getByRole('button', { name: 'Allow' }).click()
      assert.match(await program.ended(0), /Hello, linus!\nThis access ends at .*\d/)
    })

    it('ends with a word about it where it is denied, and keeps nothing', async () => {
      const page = await open()
      const program = run()
      await answer(page, await program.code(), 'Deny')
      assert.match(await program.ended(1), /access_denied/)
      assert.equal(existsSync(file), false)
    })

    it('signs out where it was not signed in, and knows no other command', async () => {
      assert.equal(await run('logout').ended(0), 'Signed out.\n')
      assert.match(await run('dance').ended(1), /unknown command "dance"/)
    })
  })
}
