import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'mocha'
import ts from 'typescript'
import { chromiumFor } from '../support/chromium.js'
import { expressFramework } from '../support/express-host.js'
import { importsOf } from '../support/imports.js'
import { newPassword } from '../support/secrets.js'
import { siteFor } from '../support/site.js'
import { packedBefore } from './packed.js'

describe('keyward/client, as it is packed', function () {
  this.timeout(120_000)
  const packed = packedBefore()

  it('has ES modules that import nothing but one another', () => {
    const modules = packed().files.filter((path) => /^dist\/client\/.*\.js$/.test(path))
    assert.ok(modules.includes('dist/client/index.js'))
    const imported = modules.flatMap((path) => importsOf(path, readFileSync(path, 'utf8')))
    const known = modules.map((path) => path.replace(/\.js$/, '.ts'))
    assert.ok(imported.length > 10)
    assert.deepEqual(
      imported.filter((path) => !known.includes(path)),
      [],
    )
  })

  it('has types for a program of the browser, which knows nothing of Node.js', () => {
    const app = packed().app([])
    const file = join(app, 'app.ts')
    writeFileSync(file, inBrowser)
    const program = ts.createProgram([file], {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
      strict: true,
      skipLibCheck: true,
      noEmit: true,
    })
    const messages = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)
    assert.deepEqual(messages, [])
  })

  describe('in Chromium, without a bundler', () => {
    const openPage = chromiumFor()
    const site = siteFor(expressFramework, {
      get folder() {
        return join(packed().app([]), 'node_modules/keyward/dist/client')
      },
    })

    it('signs in, makes an API key, lists it, and is refused by name', async () => {
      const { keyward, origin } = site()
      const password = newPassword()
      await keyward.users.create({ username: 'ada', password })
      const page = await openPage()
      await page.goto(`${origin}/index.js`)
      const seen = await page.evaluate(`(async () => {
        const { keywardClient, paginate, ProblemError } = await import('/index.js')
        const keyward = keywardClient({ baseUrl: '/auth' })
        const { status } = await keyward.session.signIn(${JSON.stringify({ username: 'ada', password })})
        const { id, key } = await keyward.apiKeys.create({ name: 'ci', expiresInDays: 30 })
        const names = []
        for await (const { name } of paginate(keyward.apiKeys.list, { limit: 1 })) names.push(name)
        const again = await keyward.apiKeys.create({ name: 'ci' }).catch((error) => error)
        const bearer = keywardClient({ baseUrl: '/auth', token: key, credentials: 'omit' })
        const { kind } = await bearer.credential()
        await keyward.apiKeys.remove(id)
        const ended = await bearer.credential().catch((error) => error)
        return { status, names, refused: [again instanceof ProblemError, again.code], kind, ended: ended.code }
      })()`)
      assert.deepEqual(seen, {
        status: 'signed_in',
        names: ['ci'],
        refused: [true, 'name_taken'],
        kind: 'api_key',
        ended: 'invalid_token',
      })
    })
  })

  it('is told apart by what loads it: files that are there', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      exports: Record<string, Record<string, string>>
    }
    const paths = Object.values(exports['./client'] ?? {})
    assert.equal(paths.length, 2)
    assert.ok(paths.every((path) => existsSync(path)))
  })
})

/** What people would write, with what browsers know of security keys. */
const inBrowser = `
import { keywardClient, paginate, ProblemError } from 'keyward/client'

const keyward = keywardClient({ baseUrl: '/auth' })

export async function names(): Promise<string[]> {
  const found: string[] = []
  for await (const { name } of paginate(keyward.apiKeys.list, { status: 'expiring' })) found.push(name)
  return found
}

export async function signIn(username: string, password: string): Promise<string> {
  const answer = await keyward.session.signIn({ username, password })
  if (answer.status === 'signed_in') return answer.user.username
  if (answer.status === 'enrolment_required') return answer.methods.join()
  const options = await keyward.session.securityKeyOptions()
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  const response = await navigator.credentials.get({ publicKey })
  if (response === null) throw new TypeError('no key')
  const next = await keyward.session.securityKey({ response })
  return next.status
}

export async function register(name: string): Promise<readonly string[] | undefined> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await keyward.mfa.securityKeyOptions())
  const response = await navigator.credentials.create({ publicKey })
  if (response === null) throw new TypeError('no key')
  return (await keyward.mfa.createSecurityKey({ name, response })).recoveryCodes
}

export function isRefused(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'reauthentication_required'
}

// @ts-expect-error no key without a name
void keyward.apiKeys.create({})
// @ts-expect-error no such field
void keyward.apiKeys.create({ name: 'ci', passwordHash: '' })
// @ts-expect-error no such status
void keyward.apiKeys.list({ status: 'old' })
`
