import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { after, before, describe, it } from 'mocha'
import ts from 'typescript'
import { keywardClient } from '../../src/api-client/index.js'
import { packedBefore } from '../package/packed.js'
import { codeBlocks } from '../support/code-blocks.js'
import type { Served } from '../support/process.js'
import { startScript } from '../support/process.js'

const run = promisify(execFile)
const password = 'the client shares this long password'

/** Follows docs/client.md with the packed client, the demo on the other side. */
describe('docs/client.md', function () {
  this.timeout(120_000)
  const packed = packedBefore()
  const page = readFileSync('docs/client.md', 'utf8')
  let app = ''
  let folder = ''
  let demo: Served

  before(async () => {
    app = packed().app(['express', '@types/express', '@types/node'])
    folder = mkdtempSync(join(tmpdir(), 'keyward-client-'))
    const env = {
      KEYWARD_SECRET: 'a secret for the client, 32 bytes or more',
      ...{ DEMO_PASSWORD: password, DATABASE_URL: `sqlite:${join(folder, 'demo.db')}` },
    }
    demo = await startScript('examples/start.ts', { env, ready: 'keyward demo ready on' })
    writeFileSync(join(app, 'package.json'), '{ "type": "module" }')
    for (const [name, text] of files()) {
      const code = text.replaceAll('http://localhost:3000', demo.url)
      writeFileSync(join(app, name), code)
      writeFileSync(
        join(app, name.replace('.ts', '.js')),
        ts.transpile(code, { ...compilerOptions, module: ts.ModuleKind.ESNext }),
      )
    }
  })
  after(async () => {
    await demo.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is right in its types, all of it', () => {
    const roots = files().map(([name]) => join(app, name))
    const found = ts.getPreEmitDiagnostics(ts.createProgram(roots, compilerOptions))
    assert.deepEqual(
      found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      [],
    )
  })

  it('signs in, makes a key, reads its history and tidies up', async () => {
    const seen = await follow(`
      const { fetch } = globalThis
      const cookies = new Map()
      // A page has an origin, so that a path is enough there; and cookies.
      globalThis.fetch = async (url, init) => {
        if (!url.startsWith('/')) return fetch(url, init)
        const headers = { ...init.headers, Cookie: [...cookies].map((pair) => pair.join('=')).join('; ') }
        const response = await fetch(${JSON.stringify(demo.url)} + url, { ...init, headers })
        for (const line of response.headers.getSetCookie()) cookies.set(...line.split(';')[0].split('='))
        return response
      }
      const { keyward, signIn } = await import('./sign-in.js')
      const { makeKey } = await import('./make-key.js')
      const { historyOf, tidyUp } = await import('./tidy-up.js')
      const missing = await signIn('grace', process.env.PASSWORD)
      await makeKey('of the page')
      const [made] = (await keyward.apiKeys.list({ q: 'of the page' })).items
      const history = await historyOf(made.id)
      const removed = await tidyUp()
      const refused = await signIn('grace', 'another').catch((error) => error.code)
      console.log(JSON.stringify({ missing, history, removed: removed.includes('of the page'), refused }))
    `)
    const refused = 'invalid_credentials'
    assert.deepEqual(seen, { missing: null, history: ['api_key.created'], removed: true, refused })
  })

  it('keeps cookies in Node.js, and a program signs in once somebody approves', async () => {
    const program = run(process.execPath, ['cli.js'], { cwd: app })
    const shown = once(program.child.stdout ?? assert.fail('it has an output'), 'data')
    const [text] = (await Promise.race([shown, program])) as [string]
    const [, userCode = ''] = /compare the code: (\S+)/.exec(text) ?? []
    const status = await follow(`
      import { keyward } from './with-cookies.js'
      const { status } = await keyward.session.signIn({ username: 'grace', password: process.env.PASSWORD })
      await keyward.devices.approve(${JSON.stringify(userCode)}, { expiresInHours: 1 })
      console.log(JSON.stringify(status))
    `)
    assert.equal(status, 'signed_in')
    assert.match((await program).stdout, /Signed in as grace until [^]*reports/)
  })

  it('serves the client without a bundler', async () => {
    const seen = await follow(`
      import { once } from 'node:events'
      import { app } from './files.js'
      const server = app.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const reply = await fetch('http://127.0.0.1:' + server.address().port + '/keyward-client/index.js')
      console.log(JSON.stringify([reply.headers.get('content-type'), (await reply.text()).includes('keywardClient')]))
      server.close()
    `)
    assert.deepEqual(seen, ['text/javascript; charset=utf-8', true])
  })

  it('lists every group of functions, and every option', () => {
    const client = keywardClient({ baseUrl: '/auth' })
    const [, tables = ''] = page.split('## What is where')
    const groups = [...Object.keys(client), ...Object.keys(client.admin)]
    assert.deepEqual(
      groups.filter((name) => !tables.includes(`\`${name}\``)),
      [],
    )
    const declared =
      readFileSync('src/api-client/send.ts', 'utf8').split('/** What each function takes')[0] ?? ''
    const options = [...declared.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name)
    assert.ok(options.length > 4)
    assert.deepEqual(
      options.filter((name) => !tables.includes(`| \`${name}\` |`)),
      [],
    )
  })

  /** The blocks by the names of their files. */
  function files(): readonly (readonly [name: string, text: string])[] {
    return codeBlocks(page).map(({ text }) => {
      const [, name] = /^\/\/ ([\w-]+\.ts)\n/.exec(text) ?? []
      assert.ok(name, `this block says not which file it is: ${text}`)
      return [name, text]
    })
  }

  /** Runs a script beside the files; answers the JSON that it prints. */
  async function follow(script: string): Promise<unknown> {
    writeFileSync(join(app, 'script.js'), script)
    const { stdout } = await run(process.execPath, ['script.js'], {
      cwd: app,
      env: { ...process.env, PASSWORD: password },
    })
    return JSON.parse(stdout)
  }
})

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
}
