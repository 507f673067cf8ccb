import assert from 'node:assert/strict'
import { it } from 'mocha'
import { describeSection } from '../../support/guide.js'
import { freePort } from '../../support/process.js'
import { codeAt } from '../../support/totp.js'
import { visitor } from '../../support/visitor.js'

const packages = ['express', 'jose', 'better-sqlite3', 'reflect-metadata', 'typeorm']
const person = { username: 'ada', password: 'choose a long one' }

describeSection('JSON Web Tokens', (_section, make) => {
  it('takes its tokens and keyward’s keys at one route, and none without the second factor', async () => {
    const port = await freePort()
    const app = make(port, { packages })
    app.compile()
    await using served = await app.start('app.js')
    const { get, post } = visitor(served.url)
    const orders = async (bearer?: string): Promise<number> =>
      (await get('/orders', bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` })).status
    const wrong = await post('/login', { ...person, password: 'another long one' })
    assert.equal(wrong.status, 401)
    assert.equal((await post('/token')).status, 401)
    const login = await post('/login', person)
    assert.equal(await orders(login.body.token), 200)
    assert.equal(await orders(login.body.token?.slice(0, -2)), 401)
    assert.equal(await orders(), 401)
    const key = await post('/auth/api-keys', { name: 'ci', scopes: ['orders:read'] })
    assert.equal(await orders(key.body.key), 200)
    assert.equal(await orders(`${key.body.key ?? ''}x`), 401)

    const secret = (await post('/auth/mfa/totp')).body.secret ?? ''
    const enrolled = await post('/auth/mfa/totp/confirmation', { code: codeAt(secret, Date.now()) })
    assert.equal(enrolled.status, 200)
    const half = await post('/login', person)
    assert.deepEqual(half.body, { status: 'second_factor_required' })
    assert.equal((await post('/token')).status, 401)
    // The next code: each counts once.
    const code = codeAt(secret, Date.now() + 30_000)
    assert.equal((await post('/auth/session/totp', { code })).status, 201)
    const { token } = (await post('/token')).body
    assert.equal(await orders(token), 200)
  })
})
