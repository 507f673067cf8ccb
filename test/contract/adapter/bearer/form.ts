import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { Extra } from '../../../support/client.js'
import { refused, unauthenticated } from '../../../support/problems.js'
import type { BearerScene } from './scene.js'

/** How a bearer credential must stand in its header. */
export function bearerFormContract({ hello, owned }: BearerScene): void {
  const malformed = async (headers: Extra['headers']) => {
    for (const path of ['/api/hello', '/api/optional', '/credential']) {
      const answer = await hello(headers, path)
      refused(answer, 400, 'invalid_request')
      const challenge = 'Bearer realm="keyward", error="invalid_request"'
      assert.equal(answer.headers['www-authenticate'], challenge)
    }
  }

  it('is accepted whatever the case of the scheme, and with more than one space', async () => {
    const { key, token } = await owned()
    for (const scheme of ['Bearer', 'bearer', 'BEARER', 'bEaReR', 'Bearer  ']) {
      for (const secret of [key, token]) {
        assert.equal((await hello({ Authorization: `${scheme} ${secret}` })).status, 200)
      }
    }
  })

  it('GHSA-xmf8-cvqr-rfgj: followed by nothing, or by more than one word, is a malformed request', async () => {
    const { key } = await owned()
    for (const value of ['Bearer', 'Bearer ', `Bearer ${key} ${key}`, `Bearer ${key}\tx`, 'Bearer a b c']) {
      await malformed({ Authorization: value })
    }
  })

  it('with a byte A0 beside it is malformed: only blanks and tabs are none of it', async () => {
    const { key } = await owned()
    for (const value of [`Bearer \u00a0${key}`, `Bearer ${key}\u00a0`])
      await malformed({ Authorization: value })
    assert.equal((await hello({ Authorization: `Bearer \t${key}\t` })).status, 200)
  })

  it('in the wrong place is told what is wrong, and the session beside it counts', async () => {
    const { key, token, owner } = await owned()
    const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` })
    const authorization = (...values: string[]) => values.map((Authorization) => ({ Authorization }))
    const said: readonly (readonly [RegExp, readonly Record<string, string>[]])[] = [
      [
        /Bearer is missing/,
        authorization(key, `Token ${token}`, `ApiKey ${key}`, `Token token="${key}"`, `token="${key}"`),
      ],
      [
        /a blank must stand/,
        authorization(
          ...[`Bearer:${key}`, `Bearer=${key}`, `Bearer${key}`, `bearer${token}`, `bearer\t${token}`],
          ...[`Bearer: ${key}`, `Bearer,${key}`],
        ),
      ],
      [/HTTP Basic is not taken/, [basic(`${key}:`), basic(key), basic(`ada:${token}`)]],
      [/X-API-Key is not taken/, [{ 'X-API-Key': key }, { 'X-API-Key': token, ...basic('ada:secret') }]],
    ]
    for (const [detail, sent] of said) {
      for (const headers of sent) {
        for (const path of ['/api/hello', '/credential']) {
          const answer = await hello(headers, path)
          unauthenticated(answer)
          assert.match(answer.body.detail as string, detail, Object.values(headers)[0]?.slice(0, 12))
        }
        assert.equal((await owner.get('/api/hello', { headers })).status, 200)
        assert.equal((await hello(headers, '/api/optional')).status, 200)
      }
    }
    for (const value of [`${key}x`, key.slice(0, -1), 'Token abc', 'Basic YTpi', '']) {
      const answer = await hello({ Authorization: value })
      unauthenticated(answer)
      assert.equal(answer.body.detail, 'no credential was sent')
    }
  })

  it('in the wrong place is answered the same, whether it is anybody’s or not', async () => {
    const { key, owner } = await owned()
    const sent = [key, `Bearer=${key}`].map((Authorization) => ({ Authorization }))
    const headers = [...sent, { 'X-API-Key': key }]
    const answers = () =>
      Promise.all(headers.map(async (each) => ({ ...(await hello(each)).body, requestId: null }) as object))
    const before = await answers()
    const [{ id }] = (await owner.get('/api-keys')).body.items as [{ id: string }]
    assert.equal((await owner.delete(`/api-keys/${id}`)).status, 204)
    assert.deepEqual(await answers(), before)
    assert.ok(!JSON.stringify(before).includes(key))
  })

  it('must be the only Authorization header, also beside itself', async () => {
    const { key } = await owned()
    await malformed({ Authorization: [`Bearer ${key}`, 'Bearer x'] })
    await malformed({ Authorization: [`Bearer ${key}`, `Bearer ${key}`] })
    await malformed({ Authorization: ['Basic x', `Bearer ${key}`] })
  })
}
