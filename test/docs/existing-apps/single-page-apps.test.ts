import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { it } from 'mocha'
import { describeSection } from '../../support/guide.js'
import { freePort, startScript } from '../../support/process.js'
import { visitor } from '../../support/visitor.js'

const packages = ['better-sqlite3', 'express', 'typeorm', 'vite']
const person = { username: 'ada', password: 'choose a long one' }

describeSection('Single-page apps', (_section, make) => {
  it('signs in through Vite’s server by the listed origin, and by no other', async () => {
    const [port, vitePort] = [await freePort(), await freePort()]
    const app = make(port, { packages })
    app.compile()
    const ORIGIN = `http://localhost:${String(vitePort)}`
    await using _ = await app.start('app.js', { ORIGIN })
    const vite = [
      join(app.folder, 'node_modules/vite/bin/vite.js'),
      '--strictPort',
      '--port',
      String(vitePort),
    ]
    await using served = await startScript([process.execPath, ...vite], {
      cwd: app.folder,
      ready: ORIGIN,
      port: vitePort,
    })

    const { get, post } = visitor(served.url)
    assert.equal((await get('/api/hello')).status, 401)
    const foreign = { Origin: 'http://localhost:1', 'Sec-Fetch-Site': 'same-site' }
    assert.equal((await post('/auth/session', person, foreign)).status, 403)
    const own = { Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' }
    assert.equal((await post('/auth/session', person, own)).status, 201)
    assert.deepEqual((await get('/api/hello')).body, { hello: 'ada' })
    assert.equal((await post('/auth/api-keys', { name: 'ci' }, foreign)).status, 403)
  })

  it('tells the page what a sign-in has come to', async () => {
    const port = await freePort()
    const app = make(port, { packages })
    app.compile()
    await using served = await app.start('app.js')
    const { signIn } = (await import(pathToFileURL(join(app.folder, 'web/sign-in.js')).href)) as {
      signIn: (username: string, password: string) => Promise<{ status: string } | null>
    }
    const { fetch } = globalThis
    globalThis.fetch = (path, init) => fetch(new URL(path, served.url), init)
    try {
      assert.equal((await signIn('ada', person.password))?.status, 'signed_in')
      assert.equal(await signIn('ada', 'another long one'), null)
    } finally {
      globalThis.fetch = fetch
    }
  })
})
