import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { describe, it } from 'mocha'
import type { Response } from 'supertest'
import { mint } from '../../../src/crypto/secret.js'
import type { App } from '../../support/app.js'
import type { Framework } from '../../support/host.js'
import { refused } from '../../support/problems.js'
import { appFor } from '../../support/suite.js'

const path = '/secret-scanning'
const hello = '/api/hello'
const url = 'https://github.com/octocat/Hello-World/blob/main/foo.txt'
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
const keyId = 'f9525bf080f75b3506ca1ead061add62b8633a346606dc5fe544e29231c6ee0d'

/** What goes out with a report; what is left out is as it must be. */
interface Sent {
  readonly by?: typeof privateKey
  readonly keyId?: string | null
  readonly signature?: string | null
}

export function secretScanningContract(framework: Framework): void {
  const asked: string[] = []
  const options = {
    secretScanning: {
      publicKey(id: string) {
        asked.push(id)
        if (id === 'other-curve') return otherCurve()
        if (id === 'broken') throw new Error('no network')
        return Promise.resolve(id === keyId ? pem : null)
      },
    },
  }

  describe('POST /secret-scanning', () => {
    const app = appFor(framework, { options })
    const post = (text: string, sent?: Sent) => postTo(app(), text, sent)

    it('ends the keys and tokens that were found, everywhere, and says which were real', async () => {
      const { signedIn, client, events } = app()
      const owner = await signedIn()
      const { id, key } = (await owner.post('/api-keys', { name: 'found' })).body
      const { token } = (await owner.post('/tokens', {})).body
      const kept = (await owner.post('/api-keys', { name: 'kept' })).body.key
      const unknown = mint('kw', 'api_key').reveal()
      for (const bearer of [key, token]) assert.equal((await client().get(hello, { bearer })).status, 200)

      const answer = await post(report([key, token, unknown, 'some text', key]))
      assert.equal(answer.status, 200)
      const [real, wrong] = ['true_positive', 'false_positive']
      assert.deepEqual(
        answer.body,
        [key, token, unknown, 'some text', key].map((text, i) => ({
          ...{ token_hash: createHash('sha256').update(text).digest('hex'), token_type: 'a_key' },
          label: i === 2 || i === 3 ? wrong : real,
        })),
      )
      for (const bearer of [key, token]) assert.equal((await client().get(hello, { bearer })).status, 401)
      assert.equal((await client().get(hello, { bearer: kept })).status, 200)
      const ended = events.filter(({ reason }) => reason === 'leaked')
      assert.deepEqual(
        ended.map(({ type, userId, note, outcome }) => [type, userId, note, outcome]),
        ['api_key.deleted', 'token.deleted'].map((type) => [type, owner.user.id, url, 'success']),
      )
      assert.equal(ended[0]?.subject?.id, id)
    })

    it('ends the key of a service account', async () => {
      const { admin, client } = app()
      const administrator = await admin()
      const { id } = (await administrator.post('/admin/service-accounts', { name: 'robot' })).body
      const at = `/admin/service-accounts/${id}/api-keys`
      const { key } = (await administrator.post(at, { name: 'found', scopes: ['reports:read'] })).body
      assert.equal((await post(report([key]))).body[0].label, 'true_positive')
      assert.equal((await client().get(hello, { bearer: key })).status, 401)
    })

    it('ends a disabled key, and one whose old secret still works; none for a secret that no longer counts', async () => {
      const { signedIn, client, clock } = app()
      const owner = await signedIn()
      const rotated = async (name: string): Promise<{ old: string; key: string }> => {
        const { id, key: old } = (await owner.post('/api-keys', { name })).body
        const overlap = { overlapSeconds: 60 }
        return { old, key: (await owner.post(`/api-keys/${id}/rotation`, overlap)).body.key }
      }
      const [early, late] = [await rotated('early'), await rotated('late')]
      const disabled = (await owner.post('/api-keys', { name: 'disabled' })).body
      await owner.patch(`/api-keys/${disabled.id}`, { disabled: true })
      await post(report([early.old, disabled.key]))
      assert.equal((await client().get(hello, { bearer: early.key })).status, 401)
      assert.equal((await owner.get(`/api-keys/${disabled.id}`)).status, 404)
      clock.advance({ seconds: 61 })
      assert.equal((await post(report([late.old]))).body[0].label, 'true_positive')
      assert.equal((await client().get(hello, { bearer: late.key })).status, 200)
    })

    it('takes a report that is empty, has no addresses, or says more than we know', async () => {
      const { key } = (await (await app().signedIn()).post('/api-keys', { name: 'bare' })).body
      assert.deepEqual((await post('[]')).body, [])
      const more = JSON.stringify([{ token: key, type: 'a', source: 'commit', further: { a: 1 } }])
      assert.equal((await post(more)).body[0].label, 'true_positive')
      const event = app().events.findLast(({ reason }) => reason === 'leaked')
      assert.equal(event?.note, null)
    })

    it('writes no address down that holds the secret, or is none', async () => {
      const owner = await app().signedIn()
      for (const of of [
        (token: string) => `https://x.example/?${token}`,
        () => 'javascript:alert(1)',
        () => `https://x/${'a'.repeat(500)}`,
      ]) {
        const { token } = (await owner.post('/tokens', {})).body
        await post(JSON.stringify([{ token, type: 'a', url: of(token) }]))
        const event = app().events.findLast(({ reason }) => reason === 'leaked')
        assert.deepEqual([event?.type, event?.note], ['token.deleted', null])
      }
    })

    describe('refuses, and ends nothing:', () => {
      const alive = async (): Promise<string> =>
        (await (await app().signedIn()).post('/tokens', {})).body.token
      const refusals: Readonly<Record<string, (token: string) => Promise<Response>>> = {
        'a report without a signature': (token) => post(report([token]), { signature: null }),
        'a report without the id of a key': (token) => post(report([token]), { keyId: null }),
        'a report by a key that the app does not know': (token) => post(report([token]), { keyId: 'x' }),
        'a signature by another key': (token) => post(report([token]), { by: stranger.privateKey }),
        'a signature of another report': (token) =>
          post(report([token]), { signature: signed(report(['x']), privateKey) }),
        'the same report with a space more': (token) =>
          post(`${report([token])} `, { signature: signed(report([token]), privateKey) }),
        'a signature that is none': (token) => post(report([token]), { signature: 'AAAA' }),
        'a signature in more than base64': (token) => post(report([token]), { signature: 'a b' }),
        'an id that is no word': (token) => post(report([token]), { keyId: '../etc/passwd' }),
      }
      for (const [what, send] of Object.entries(refusals)) {
        it(what, async () => {
          const token = await alive()
          refused(await send(token), 403, 'invalid_signature')
          assert.equal((await app().client().get(hello, { bearer: token })).status, 200)
        })
      }

      it('a report by a key of another kind, or whose key cannot be asked for', async () => {
        const token = await alive()
        for (const id of ['other-curve', 'broken']) {
          refused(await post(report([token]), { keyId: id }), 503, 'unavailable')
        }
        assert.equal((await app().client().get(hello, { bearer: token })).status, 200)
      })

      it('what is signed and is no report', async () => {
        refused(await post('[{'), 400, 'malformed_json')
        for (const text of ['{}', '[1]', '[{"token":"a"}]', '[{"token":1,"type":"a"}]']) {
          refused(await post(text), 422, 'invalid_input')
        }
        refused(await post(JSON.stringify(Array(5001).fill({ token: 'a', type: 'b' }))), 422, 'invalid_input')
        refused(await post(`["${'a'.repeat(1024 * 1024)}"]`), 413, 'payload_too_large')
      })
    })

    it('asks for no key, and reads no body, where the headers are not those of a report', async () => {
      const before = asked.length
      refused(await post('[{', { signature: null }), 403, 'invalid_signature')
      assert.equal(asked.length, before)
    })
  })

  for (const parser of framework.parsers) {
    describe(`POST /secret-scanning after ${parser}`, () => {
      const app = appFor(framework, { options, parser })
      const keepsNothing = parser.startsWith('json(), ') || parser === 'Nest’s own'

      it(keepsNothing ? 'says that the body is gone' : 'checks the bytes that were sent', async () => {
        const { token } = (await (await app().signedIn()).post('/tokens', {})).body
        // A parsed body written anew would have other blanks.
        const answer = await postTo(app(), report([token]).replaceAll(':', ' :  '))
        if (keepsNothing) {
          refused(answer, 400, 'invalid_request')
          assert.match(answer.body.detail, /rawBody/)
        } else assert.deepEqual([answer.status, answer.body[0]?.label], [200, 'true_positive'])
        const status = keepsNothing ? 200 : 401
        assert.equal((await app().client().get(hello, { bearer: token })).status, status)
      })
    })
  }

  describe('without the option `secretScanning`', () => {
    const app = appFor(framework)
    it('there is no such route', async () => {
      assert.equal((await postTo(app(), '[]')).body.host, 'no such page')
    })
  })
}

function report(tokens: readonly string[]): string {
  return JSON.stringify(tokens.map((token) => ({ token, type: 'a_key', url, source: 'content' })))
}

function signed(text: string, by: typeof privateKey): string {
  return sign('sha256', Buffer.from(text), by).toString('base64')
}

function postTo(app: App, text: string, sent: Sent = {}): Promise<Response> {
  const { by = privateKey, keyId: id = keyId, signature = signed(text, by) } = sent
  const headers = {
    ...(id !== null && { 'Github-Public-Key-Identifier': id }),
    ...(signature !== null && { 'Github-Public-Key-Signature': signature }),
  }
  return app.client().post(path, undefined, { raw: text, headers })
}

function otherCurve(): string {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  return pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
}
