import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { chromiumFor } from './support/chromium.js'
import { codeBlocks } from './support/code-blocks.js'
import { freePort, startScript } from './support/process.js'
import { virtualAuthenticators } from './support/virtual-authenticator.js'

const run = promisify(execFile)
const environment = { ...process.env, KEYWARD_SECRET: 'a secret for the README, 32 bytes and more' }

/** Runs every code block of the README as a reader would: the app, then what stands after or instead of a part of it. */
describe('README', function () {
  this.timeout(60_000)
  const blocks = codeBlocks(readFileSync('README.md', 'utf8'))
  const app = find('// app.ts')
  let folder = ''
  let port = 0

  beforeEach(async () => {
    // Inside the project, so that `keyward` means this package.
    folder = mkdtempSync('.demo-readme-')
    port = await freePort()
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('has a guarded route by line 40', () => {
    const lines = readFileSync('README.md', 'utf8').split('\n').slice(0, 40)
    assert.ok(lines.some((line) => line.includes('guard({')))
  })

  it('has no block that this test does not run', () => {
    const known = [
      '// app.ts',
      'curl -s -c cookies',
      // Followed by test/package/first-steps.test.ts.
      'npm init -y',
      'export KEYWARD_SECRET',
      'npm ci && npm run demo',
      '// instead of the Express part',
    ]
    const also = [
      '// after the Express part',
      '// in the browser',
      'curl -s -b cookies -H',
      'curl -s -b cookies -X POST',
      'curl -s -b cookies -X PUT',
    ]
    const unknown = blocks.filter(({ text }) => ![...known, ...also].some((start) => text.startsWith(start)))
    assert.deepEqual(unknown, [])
  })

  it('has every option of createKeyward in its table, and no other', () => {
    const table = readFileSync('README.md', 'utf8').split('## Options\n')[1]?.split('\n## ')[0] ?? ''
    const listed = [...table.matchAll(/^\| (`.*?`) \|/gm)].flatMap(([, names = '']) =>
      names.split(', ').map((name) => name.replaceAll('`', '')),
    )
    assert.deepEqual(listed.toSorted(), optionNames('src/options.ts', 'KeywardOptions').toSorted())
  })

  it('the app answers to the curl lines', async () => {
    await using _ = await startScript(write(app), { env: environment, cwd: folder, port })
    const { stdout } = await sh(find('curl -s -c cookies'))
    assert.match(stdout, /HTTP\/1.1 200 OK[^]*\{"hello":"ada"\}/)
    const policy = await sh(find('curl -s -b cookies -X PUT'))
    assert.match(policy.stdout, /"impact":\{"users":0,"apiKeys":0,/)
    const ssh = await sh(find('curl -s -b cookies -H'))
    assert.match(ssh.stdout, /"everyone":true[^]*"credential":"kwh_\w{36}"/)
    const mfa = await sh(find('curl -s -b cookies -X POST'))
    assert.match(mfa.stdout, /"uri":"otpauth:[^]*"impact":\{"users":0,/)
  })

  it('the Koa part answers in place of the Express part', async () => {
    const koa = app.replace(
      /^const \{ router[^]*?app\.listen\(3000\)\n/m,
      find('// instead of the Express part'),
    )
    await using _ = await startScript(write(koa), { env: environment, cwd: folder, port })
    const { stdout } = await sh(find('curl -s -c cookies'))
    assert.match(stdout, /HTTP\/1.1 200 OK[^]*\{"hello":"ada"\}/)
  })

  it('what stands after the Express part works there', async () => {
    const parts = blocks
      .map(({ text }) => text)
      .filter((text) => text.startsWith('// after the Express part'))
    assert.equal(parts.length, 3)
    await using app2 = await startScript(write([app, ...parts].join('\n')), {
      env: environment,
      cwd: folder,
      port,
    })
    const use = find('curl -s -c cookies').replace('/jobs', '/reports')
    assert.match((await sh(use)).stdout, /HTTP\/1.1 200 OK[^]*\{"hello":"ada"\}/)
    assert.match(app2.output(), /ada made ci-/)
  })

  describe('in Chromium', () => {
    const openPage = chromiumFor()

    it('the browser part registers a key and takes the second step, and the vault opens', async () => {
      const parts = [app, find("// after the Express part\napp.get('/vault'")]
      await using app2 = await startScript(write(parts.join('\n')), { env: environment, cwd: folder, port })
      const page = await openPage()
      await (
        await virtualAuthenticators(page)
      )('usb')
      // A page of the app's own: the refusals of guards and of Express load nothing.
      await page.route('**/own-page', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>own page</title>' }),
      )
      await page.goto(`${app2.url}/own-page`)
      const credentials = JSON.stringify({ username: 'ada', password: 'choose a long one' })
      const seen = await page.evaluate(`(async () => {
        ${find('// in the browser')}
        await post('/session', ${credentials})
        const before = (await fetch('/vault')).status
        const { recoveryCodes } = await register('first')
        await fetch('/auth/session', { method: 'DELETE' })
        const { status } = await post('/session', ${credentials})
        await secondStep()
        return [before, recoveryCodes.length, status, await (await fetch('/vault')).json()]
      })()`)
      assert.deepEqual(seen, [403, 10, 'second_factor_required', { provedBy: ['pwd', 'hwk'] }])
    })
  })

  it('the demo starts with the one command', async () => {
    const block = find('npm ci && npm run demo')
    const command = block.trim().replace('npm ci && ', '').split(' ')
    // Not in `.demo/`: that is the reader's own.
    const own = { DATABASE_URL: `sqlite:${join(folder, 'demo.db')}`, DEMO_PASSWORD: 'a password of the test' }
    const env = { ...environment, ...own }
    await using demo = await startScript(command, { env, port, ready: 'keyward demo ready on' })
    assert.match(demo.output(), new RegExp(`keyward demo ready on http://localhost:${String(port)}`))
  })

  function find(start: string): string {
    const block = blocks.find(({ text }) => text.startsWith(start))
    assert.ok(block, `the README has no block that begins with ${start}`)
    return block.text
  }

  function write(text: string): string {
    const file = join(folder, 'app.ts')
    writeFileSync(file, text.replaceAll('3000', String(port)))
    return file
  }

  function sh(script: string) {
    return run('bash', ['-ec', script.replaceAll('3000', String(port))], { cwd: folder })
  }
})

/** The names of an interface's properties, in a group after the group's name: `sessions.idleHours`. */
function optionNames(path: string, name: string): readonly string[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest)
  const found = file.statements.find((each) => ts.isInterfaceDeclaration(each) && each.name.text === name)
  assert.ok(found && ts.isInterfaceDeclaration(found))
  return namesIn(found.members, '')

  function namesIn(members: ts.NodeArray<ts.TypeElement>, group: string): readonly string[] {
    return members.filter(ts.isPropertySignature).flatMap(({ name, type }) => {
      const path = group + name.getText(file)
      return type && ts.isTypeLiteralNode(type) ? namesIn(type.members, `${path}.`) : [path]
    })
  }
}
