import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { it } from 'mocha'
import { lineFor, nothing, setting } from '../contract/adapter/authorized-keys/scene.js'
import { invalidToken, refused, refusedFields, unauthenticated } from '../support/problems.js'
import { ed25519Point, lineOf, modulus, newKeys, rsaLine, usualExponent } from '../support/ssh-keys.js'
import { onBoth } from './on-both.js'

const aKey = newKeys['ssh-ed25519']
/** What is a command to a shell, an option to sshd, or a line of its own. */
const hostile = [
  '$(touch /tmp/x)',
  '`id`',
  ';id',
  '|id',
  '&& id',
  "' id '",
  '" command="id',
  'a,b,root',
  '../../etc/passwd',
  'a\nssh-ed25519 AAAA evil',
  'a\u0000b',
  '--help',
]

/** Keys that cost their readers much, or that they fell over. */
const pathological: Readonly<Record<string, () => string>> = {
  'an exponent as long as the modulus': () => lineOf(['ssh-rsa', modulus(2048), modulus(2048)]),
  'an exponent of one': () => lineOf(['ssh-rsa', Buffer.from([1]), modulus(2048)]),
  'an exponent of nothing': () => lineOf(['ssh-rsa', Buffer.alloc(0), modulus(2048)]),
  'a modulus of 60,000 bits': () => rsaLine(60_000),
  'a modulus of nothing': () => lineOf(['ssh-rsa', usualExponent, Buffer.alloc(0)]),
  'a negative modulus': () => lineOf(['ssh-rsa', usualExponent, Buffer.from([0x80, 1])]),
  'a point off the curve': () =>
    lineOf(['ecdsa-sha2-nistp256', 'nistp256', Buffer.concat([Buffer.from([4]), randomBytes(64)])]),
  'a length of 4 GiB': () => `ssh-ed25519 ${Buffer.from('ffffffff737368', 'hex').toString('base64')}`,
  'parameters of DSA': () => lineOf(['ssh-dss', modulus(1024), modulus(160), modulus(1024), modulus(1024)]),
  'spaces without end': () => `ssh-ed25519${' '.repeat(15_000)}`,
  'a comment without end': () => `${aKey()}${' a'.repeat(20_000)}`,
  'base64 without end': () => `ssh-ed25519 ${'A'.repeat(40_000)}`,
  'equals signs without end': () => `ssh-ed25519 AAAA${'='.repeat(20_000)}`,
  'headers without end': () => `---- BEGIN SSH2 PUBLIC KEY ----\n${'Comment: \\\n'.repeat(2000)}`,
}

onBoth('SSH', (app) => {
  for (const [what, line] of Object.entries(pathological)) {
    it(`GO-2026-5018, CVE-2026-56657, security-wg 401: a key is refused that has ${what}`, async () => {
      const client = await app().signedIn()
      const answer = await client.post('/ssh-keys', { name: 'a', publicKey: line() })
      refused(answer, 422, 'invalid_input')
      assert.equal(answer.body.errors[0].field, 'publicKey')
      assert.ok(answer.text.length < 2000)
      assert.deepEqual((await client.get('/ssh-keys')).body.items, [])
    })
  }

  it('GHSA-grpj-9ghj-xhv8, CVE-2026-35414: nothing that a user typed stands in a line for sshd', async () => {
    const { host, grant, person } = await setting(app())
    await grant([{ group: 'default', everyone: true }])
    const { client, username } = await person()
    const lines = []
    for (const text of hostile) {
      const publicKey = lineOf(['ssh-ed25519', ed25519Point()], 'ssh-ed25519', oneLine(text))
      const name = oneLine(text)
      const { status, body } = await client.post('/ssh-keys', { name, publicKey })
      assert.equal(status, 201, JSON.stringify(body))
      lines.push(lineFor(body))
    }
    assert.equal((await host.ask(username)).text, [...lines, nothing].join('\n'))
    // What stands before a key is no option of its owner's choosing.
    for (const option of ['command="id"', 'principals="root,ada"', 'no-touch-required', 'cert-authority']) {
      const answer = await client.post('/ssh-keys', { name: option, publicKey: `${option} ${aKey()}` })
      refusedFields(answer, { publicKey: 'options_not_allowed' })
    }
  })

  it('GHSA-grpj-9ghj-xhv8: an account that is no name is nobody’s, and is never repeated', async () => {
    const { host, grant, person } = await setting(app())
    await grant([{ group: 'default', everyone: true }])
    const admin = await app().admin()
    // A name may begin with a dash, and such a name is no account.
    const { id, add } = await person({ username: '--help' })
    await add()
    for (const text of hostile) {
      const { status, text: answer } = await host.ask(encodeURIComponent(text))
      assert.ok(status === 200 ? answer === nothing : status === 400 || status === 404, String(status))
      const items = [{ group: 'default', userId: id, account: text }]
      assert.equal((await admin.put('/admin/ssh-grants', { items })).status, 422)
      if (text === '--help') continue
      refusedFields(await admin.post('/admin/users', { username: text }), { username: 'invalid_characters' })
    }
  })

  it('GO-2026-5019: the key of a security key is given with no leave to do without a touch', async () => {
    const { host, grant, person } = await setting(app())
    await grant([
      { group: 'default', everyone: true, permit: ['pty', 'port-forwarding', 'agent-forwarding', 'user-rc'] },
    ])
    const { client, username } = await person()
    for (const type of ['sk-ssh-ed25519@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com'] as const) {
      assert.equal((await client.post('/ssh-keys', { name: type, publicKey: newKeys[type]() })).status, 201)
    }
    const { text } = await host.ask(username)
    assert.equal(text.match(/^restrict,\S+ sk-/gm)?.length, 2)
    assert.ok(!/no-touch|verify-required|cert-authority|principals/.test(text))
  })

  it('CVE-2024-7594: without a grant a key opens no account, and by a grant only the one that it names', async () => {
    const { host, grant, person } = await setting(app())
    await grant([])
    const { id, username, add } = await person()
    const key = await add()
    for (const account of [username, 'root', 'deploy']) {
      assert.equal((await host.ask(account)).text, nothing)
      assert.equal((await host.ask(account, { fingerprint: key.fingerprint })).text, nothing)
    }
    await grant([{ group: 'default', userId: id, account: 'deploy' }])
    assert.equal((await host.ask('deploy')).text, `${lineFor(key)}\n${nothing}`)
    for (const account of [username, 'root', 'deploy2', 'DEPLOY']) {
      assert.equal((await host.ask(account)).text, nothing, account)
    }
    // Nor does a user who calls themselves so get what is granted to nobody by name.
    const { add: addRoot } = await person({ username: 'root' })
    await addRoot()
    await grant([{ group: 'default', everyone: true }])
    assert.equal((await host.ask('root')).text, nothing)
  })

  it('CVE-2025-49825, CVE-2024-45337, GO-2024-3321: an SSH key that is shown or asked about proves nobody here', async () => {
    const { host, grant, person } = await setting(app())
    await grant([{ group: 'default', everyone: true }])
    const [one, other] = [await person(), await person()]
    const [mine, theirs] = [await one.add(), await other.add()]
    // Asked about one key, a host is given that key, or nothing: never another of the account's.
    const { fingerprint } = theirs
    assert.equal((await host.ask(one.username, { fingerprint })).text, nothing)
    assert.equal(
      (await host.ask(one.username, { fingerprint: mine.fingerprint })).text,
      `${lineFor(mine)}\n${nothing}`,
    )
    // A key that was only listed, or asked about for somebody else, is not said to have been offered.
    const seen = async () => (await other.client.get(`/ssh-keys/${theirs.id}`)).body.lastOfferedAt
    assert.equal(await seen(), null)
    // And nothing of a key is a credential.
    for (const text of [theirs.fingerprint, theirs.publicKey.split(' ')[1] ?? '', theirs.id]) {
      invalidToken(await app().client().get('/api/hello', { bearer: text }))
      unauthenticated(
        await app()
          .client()
          .get('/session', { headers: { Cookie: `keyward=${text}` } }),
      )
    }
  })
})

function oneLine(text: string): string {
  return text.replaceAll(/[\n\0]/g, ' ')
}
