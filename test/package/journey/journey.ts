import assert from 'node:assert/strict'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { freePort, startScript } from '../../support/process.js'
import { newPassword, noteSecret } from '../../support/secrets.js'

const unknownKey = `kwk_${'a'.repeat(36)}`

/** Takes the host in an app's folder through what every host does with keyward: sign-in, pages, a key, its end, and a database that goes away. */
export async function journey(app: string, framework: string): Promise<void> {
  const password = newPassword()
  const port = await freePort()
  const command = [process.execPath, join(app, 'host.cjs'), framework]
  await using host = await startScript(command, {
    cwd: app,
    port,
    env: { PASSWORD: password, NODE_OPTIONS: '' },
  })
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    fetch(host.url + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      body: body && JSON.stringify(body),
    })
  const statusOf = async (key: string): Promise<number> =>
    (await ask('GET', '/hello', { Authorization: `Bearer ${key}` })).status

  const signedIn = await ask('POST', '/auth/session', {}, { username: 'ada', password })
  assert.equal(signedIn.status, 201)
  const Cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  noteSecret(Cookie.slice(Cookie.indexOf('=') + 1))
  assert.match(await (await ask('GET', '/auth/sign-in')).text(), /<form/)

  const [key, other] = [await newKey('one'), await newKey('other')]
  const hello = await ask('GET', '/hello', { Authorization: `Bearer ${key.key}` })
  assert.deepEqual(await hello.json(), { hello: 'ada' })
  // Each on a connection that lives on: an answer after it says that the process does.
  for (let i = 0; i < 3; i++) assert.equal(await statusOf(unknownKey), 401)
  const nobody = await ask('GET', '/hello')
  assert.deepEqual([nobody.status, nobody.headers.get('www-authenticate')], [401, 'Bearer realm="keyward"'])
  assert.equal((await ask('DELETE', `/auth/api-keys/${key.id}`, { Cookie })).status, 204)
  assert.equal(await statusOf(key.key), 401)

  const database = new Database(join(app, 'app.db'))
  try {
    const tables = ['user', 'session', 'api_key', 'token']
    for (const table of tables) database.exec(`ALTER TABLE keyward_${table} RENAME TO gone_${table}`)
    const gone = await ask('GET', '/hello', { Authorization: `Bearer ${other.key}` })
    assert.equal(gone.status, 503)
    assert.ok(Number(gone.headers.get('retry-after')) >= 1)
    assert.equal((await ask('POST', '/auth/session', {}, { username: 'ada', password })).status, 503)
    assert.equal((await ask('GET', '/plain')).status, 200)
    for (const table of tables) database.exec(`ALTER TABLE gone_${table} RENAME TO keyward_${table}`)
  } finally {
    database.close()
  }
  assert.equal(await statusOf(other.key), 200)

  async function newKey(name: string): Promise<{ id: string; key: string }> {
    const made = await ask('POST', '/auth/api-keys', { Cookie }, { name, scopes: ['hello'] })
    assert.equal(made.status, 201)
    const key = (await made.json()) as { id: string; key: string }
    noteSecret(key.key)
    return key
  }
}
