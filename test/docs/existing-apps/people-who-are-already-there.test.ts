import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, hash, pbkdf2Sync, randomBytes } from 'node:crypto'
import { hashSync } from 'bcryptjs'
import { it } from 'mocha'
import { publicBlobOf, publicHalf } from '../../../src/ssh/public-half.js'
import { describeSection } from '../../support/guide.js'
import { freePort } from '../../support/process.js'
import { newPassword, noteSecret } from '../../support/secrets.js'
import { codeAt } from '../../support/totp.js'

const packages = ['express', 'better-sqlite3', 'reflect-metadata', 'typeorm', 'bcryptjs']
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

/** The table that was there, and a look into keyward's. */
const before = `
import { dataSource } from './data-source'

async function main(): Promise<void> {
  await dataSource.initialize()
  await dataSource.query('CREATE TABLE people (email, password_hash, totp_secret, totp_confirmed_at, public_key, api_key_sha256)')
  for (const person of JSON.parse(process.env.PEOPLE ?? '')) {
    await dataSource.query('INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)', person)
  }
  await dataSource.destroy()
}
void main()
`
const look = `
import { dataSource } from './data-source'

async function main(): Promise<void> {
  await dataSource.initialize()
  console.log(JSON.stringify(await dataSource.query('SELECT username, password_hash FROM keyward_user')))
  await dataSource.destroy()
}
void main()
`

describeSection('People who are already there', (_section, make) => {
  it('moves people with what they have, twice over; they sign in at both doors and are argon2id after', async () => {
    const port = await freePort()
    const app = make(port, { packages })
    app.write('before.ts', before)
    app.write('look.ts', look)
    app.compile()
    const password = newPassword()
    const key = `sk_live_${randomBytes(18).toString('base64url')}`
    noteSecret(key)
    await app.sh('node before.js', { PEOPLE: JSON.stringify(people(password, key)) })
    for (let i = 0; i < 2; i++) await app.sh('node move.js')

    await using served = await app.start('app.js')
    const post = (path: string, body: object): Promise<Response> =>
      fetch(served.url + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      })
    const status = async (path: string, body: object): Promise<number> => (await post(path, body)).status
    for (const username of ['ada@example.com', 'grace@example.com']) {
      assert.equal(await status('/auth/session', { username, password: `${password}x` }), 401)
      assert.equal(await status('/auth/session', { username, password }), 201)
    }
    for (const typed of [`${password}x`, '']) {
      assert.equal(await status('/login', { email: 'linus@example.com', password: typed }), 401)
      assert.equal(await status('/login', { email: 'nobody@example.com', password: typed }), 401)
    }
    const login = await post('/login', { email: 'linus@example.com', password })
    assert.deepEqual(await login.json(), { status: 'second_factor_required' })
    const Cookie = login.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const code = await fetch(`${served.url}/auth/session/totp`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie },
      body: JSON.stringify({ code: codeAt(secret, Date.now()) }),
    })
    assert.equal(code.status, 201)
    assert.equal(await status('/auth/session', { username: 'without@example.com', password }), 401)

    const orders = await fetch(`${served.url}/orders`, { headers: { Authorization: `Bearer ${key}` } })
    assert.deepEqual(await orders.json(), { user: 'ada@example.com', orders: [] })
    const { stdout } = await app.sh('node look.js')
    const rows = JSON.parse(stdout) as { username: string; password_hash: string | null }[]
    const argon2id = rows.filter(({ password_hash }) => password_hash?.startsWith('$argon2id$'))
    assert.deepEqual(argon2id.map(({ username }) => username).toSorted(), [
      'ada@example.com',
      'grace@example.com',
      'linus@example.com',
    ])
    assert.equal(rows.length, 4)
  })
})

function people(password: string, key: string): readonly (readonly (string | number | null)[])[] {
  const salt = '0123456789abcdef'
  const derived = pbkdf2Sync(password, 'salt', 1000, 32, 'sha256').toString('base64')
  const salted = createHash('sha256')
    .update(salt + password)
    .digest('hex')
  const half = publicHalf(publicBlobOf(generateKeyPairSync('ed25519').publicKey) ?? Buffer.alloc(0))
  return [
    ['ada@example.com', hashSync(password, 4), null, null, half?.line ?? '', hash('sha256', key)],
    ['grace@example.com', `pbkdf2_sha256$1000$salt$${derived}`, null, null, null, null],
    ['linus@example.com', `sha256:${salt}:${salted}`, secret, Date.now() - 86_400_000, null, null],
    ['without@example.com', null, null, null, null, null],
  ]
}
