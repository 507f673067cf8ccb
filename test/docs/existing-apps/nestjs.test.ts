import assert from 'node:assert/strict'
import { it } from 'mocha'
import { describeSection } from '../../support/guide.js'
import { freePort } from '../../support/process.js'
import { newPassword, noteSecret } from '../../support/secrets.js'

/** As a seed of the app's own makes its first user. */
const seed = `
import { migrate } from 'keyward/typeorm'
import { dataSource, keyward } from './auth'

async function main(): Promise<void> {
  await migrate(await dataSource.initialize())
  await keyward.users.create({ username: 'ada', password: process.env.PASSWORD ?? '' })
  await keyward.close()
  await dataSource.destroy()
}
void main()
`
const nest = ['@nestjs/common', '@nestjs/core', '@nestjs/platform-express', 'reflect-metadata', 'rxjs']

describeSection('NestJS', (_section, make) => {
  it('signs in, guards by session, key and scope, shows the pages, and refuses as keyward does', async () => {
    const port = await freePort()
    const password = newPassword()
    const app = make(port, { packages: [...nest, 'express', 'better-sqlite3', 'typeorm'] })
    app.write('seed.ts', seed)
    app.compile()
    await app.sh('node seed.js', { PASSWORD: password })
    await using served = await app.start('main.js')

    const signedIn = await ask('POST', '/auth/session', {}, { username: 'ada', password })
    assert.equal(signedIn.status, 201)
    const Cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const made = await ask('POST', '/auth/api-keys', { Cookie }, { name: 'ci', scopes: ['jobs:read'] })
    const { id, key } = (await made.json()) as { id: string; key: string }
    noteSecret(key)
    const Authorization = `Bearer ${key}`
    assert.deepEqual(await (await ask('GET', '/jobs', { Authorization })).json(), {
      ...{ jobs: ['nightly build'], asked: 'ada', with: 'api_key' },
    })
    assert.equal((await ask('DELETE', '/jobs', { Authorization })).status, 403)
    assert.equal((await ask('DELETE', '/jobs', { Cookie })).status, 204)
    assert.match(await (await ask('GET', '/auth/sign-in', {})).text(), /<form/)
    assert.equal((await ask('DELETE', `/auth/api-keys/${id}`, { Cookie })).status, 204)
    const refused = await ask('GET', '/jobs', { Authorization })
    assert.equal(refused.status, 401)
    assert.equal(refused.headers.get('www-authenticate'), 'Bearer realm="keyward", error="invalid_token"')
    assert.equal(refused.headers.get('content-type'), 'application/problem+json; charset=utf-8')

    function ask(method: string, path: string, more: Record<string, string>, body?: object) {
      const headers = { ...more, 'Content-Type': 'application/json' }
      return fetch(served.url + path, { method, headers, body: body && JSON.stringify(body) })
    }
  })
})
