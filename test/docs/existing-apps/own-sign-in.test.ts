import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { it } from 'mocha'
import { describeSection } from '../../support/guide.js'
import { jar } from '../../support/jar.js'
import { freePort } from '../../support/process.js'

const packages = [
  ...['express', 'express-session', 'koa', 'koa-session', '@koa/bodyparser', '@koa/router', 'passport'],
  ...['passport-local', 'bcryptjs', 'openid-client', 'better-sqlite3', 'typeorm'],
]

describeSection('Own sign-in', (section, make) => {
  it('shows what test/e2e/own-sign-in.test.ts runs', () => {
    for (const [name, text] of section.files) {
      const example = readFileSync(`examples/own-sign-in/${name}`, 'utf8')
      const asShown = example.replace(/(from '\.\/[\w-]+)\.js'/g, "$1'")
      assert.equal(text.slice(text.indexOf('\n') + 1).trim(), asShown.trim(), name)
    }
    assert.equal(section.files.size, 5)
  })

  it('is an app in CommonJS as well, whose sign-in is keyward’s and whose sign-out ends that', async () => {
    const port = await freePort()
    const app = make(port, { packages })
    app.compile()
    for (const name of ['express-session', 'koa-session']) {
      await using served = await app.start(`${name}.js`, { PORT: String(port) })
      const browser = jar()
      const base = served.url.replace('127.0.0.1', 'localhost')
      assert.equal((await browser.get(`${base}/orders`)).status, 401)
      const given = { username: 'ada@example.com', password: 'a password of your choice' }
      assert.equal((await browser.post(`${base}/login`, given)).status, 303)
      assert.equal((await browser.get(`${base}/orders`)).status, 200)
      assert.equal((await browser.get(`${base}/auth/account/api-keys`)).status, 200)
      await browser.post(`${base}/logout`)
      assert.equal((await browser.get(`${base}/orders`)).status, 401)
      assert.equal((await browser.get(`${base}/auth/account/api-keys`)).status, 303)
    }
  })
})
