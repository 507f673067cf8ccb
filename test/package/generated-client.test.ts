import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { after, before, describe, it } from 'mocha'
import type { OpenAPI3 } from 'openapi-typescript'
import openapiTS, { astToString } from 'openapi-typescript'
import type { App } from '../support/app.js'
import { startApp } from '../support/app.js'
import { expressFramework } from '../support/express-host.js'

const run = promisify(execFile)

/** What somebody writes who has generated the types: what is misspelt does not compile. */
const program = `
import createClient from 'openapi-fetch'
import type { paths } from './api.js'

const [baseUrl = '', username = '', password = ''] = process.argv.slice(2)
const client = createClient<paths>({ baseUrl })
// @ts-expect-error there is no such field
const refused = await client.POST('/session', { body: { username, passwort: password } })
const signedIn = await client.POST('/session', { body: { username, password } })
if (signedIn.data?.status !== 'signed_in') throw new Error(signedIn.error?.code ?? signedIn.data?.status)
const [cookie = ''] = signedIn.response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
const made = await client.POST('/api-keys', {
  body: { name: 'laptop', expiresInDays: 30 },
  headers: { Cookie: cookie },
})
if (made.error) throw new Error(made.error.code)
const key = await client.GET('/api-keys/{id}', {
  params: { path: { id: made.data.id } },
  headers: { Cookie: cookie },
})
// @ts-expect-error the secret is shown by the answer that makes it, and by no other
const again = key.data?.key
const { data } = await client.GET('/credential', { headers: { Authorization: 'Bearer ' + made.data.key } })
console.log(JSON.stringify([refused.error?.code, data?.user.username, key.data?.name, again ?? null]))
`

describe('a client that is generated from the OpenAPI document', function () {
  this.timeout(120_000)
  let app: App
  let folder: string

  before('generates its types', async () => {
    app = await startApp(expressFramework)
    folder = mkdtempSync(join(tmpdir(), 'keyward-client-'))
    const document = JSON.parse(readFileSync('docs/reference/openapi.json', 'utf8')) as OpenAPI3
    const types = await openapiTS(document)
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'api.ts'), astToString(types))
    writeFileSync(join(folder, 'program.ts'), program)
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  })
  after(async () => {
    rmSync(folder, { recursive: true })
    await app.close()
  })

  it('compiles', async () => {
    const options = ['--ignoreConfig', '--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext']
    const files = [join(folder, 'api.ts'), join(folder, 'program.ts')]
    const found = await run(resolve('node_modules/.bin/tsc'), [
      ...options,
      ...['--types', 'node', '--typeRoots', resolve('node_modules/@types')],
      ...files,
    ]).catch(({ stdout }: { stdout: string }) => ({ stdout }))
    assert.equal(found.stdout, '')
  })

  it('signs in, makes an API key and uses it', async () => {
    const { username } = await app.user()
    const { port } = app.server.address() as AddressInfo
    const at = `http://127.0.0.1:${String(port)}${app.mounting.path}`
    const { stdout } = await run(process.execPath, [
      ...['--import', resolve('node_modules/tsx/dist/esm/index.mjs'), join(folder, 'program.ts')],
      ...[at, username, app.password],
    ])
    assert.deepEqual(JSON.parse(stdout), ['invalid_input', username, 'laptop', null])
  })
})
