import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { HostSessions } from '../../../support/host-sessions.js'
import { refused } from '../../../support/problems.js'
import type { HostBrowsers } from './host-browsers.js'

export function askingContract(host: HostSessions, { atHost, inside }: HostBrowsers): void {
  describe('the host’s resolveUser', () => {
    it('is asked once a request, however many guards there are', async () => {
      const browser = await atHost()
      for (const path of ['/api/twice', '/session', '/api-keys', '/api/twice', '/api/optional']) {
        host.asked = 0
        assert.equal((await browser.get(path)).status, 200)
        assert.equal(host.asked, 1, path)
      }
    })

    it('is asked where there is no guard of keyward’s as little as where a bearer credential is brought', async () => {
      const browser = await inside()
      const { key } = (await browser.post('/api-keys', { name: 'a' })).body
      host.asked = 0
      await browser.get('/api/plain')
      assert.equal((await browser.get('/api/hello', { bearer: key })).status, 200)
      assert.equal((await browser.get('/credential', { bearer: key })).status, 200)
      refused(await browser.get('/session', { bearer: key }), 403, 'interactive_session_required')
      refused(await browser.get('/api/hello', { bearer: 'rubbish' }), 401, 'invalid_token')
      refused(
        await browser.get('/api/hello', { headers: { Authorization: 'Bearer' } }),
        400,
        'invalid_request',
      )
      await browser.post('/session/totp', { code: '123456' }, { bearer: key })
      assert.equal(host.asked, 0)
    })

    const nonsense: readonly unknown[] = [
      ...[true, '', 'ada', 0, 7, [], {}, { userId: 7, amr: ['pwd'] }, { userId: '', amr: ['pwd'] }],
      ...[{ userId: 'x'.repeat(129), amr: ['pwd'] }, { userId: 'ada' }, { userId: 'ada', amr: 'pwd' }],
      ...[
        { userId: 'ada', amr: [] },
        { userId: 'ada', amr: [7] },
        { userId: 'ada', amr: ['a b'] },
      ],
      ...[
        { userId: 'ada', amr: ['pwd'], provedAt: '2026' },
        { userId: 'ada', amr: ['pwd'], provedAt: NaN },
        { userId: 'ada', amr: ['pwd'], provedAt: -9e15 },
        { userId: 'ada', amr: new Array<string>(1) },
      ],
      { userId: 'ada', amr: ['pwd'], provedAt: new Date(0) },
      ...[7, {}, 'x'.repeat(1025)].map((sessionId) => ({ userId: 'ada', amr: ['pwd'], sessionId })),
    ]
    const failures: readonly (readonly [string, () => never])[] = [
      ['throws', () => fail()],
      ['rejects', () => Promise.reject(new Error('the host is broken')) as never],
      ...nonsense.map((answer) => [`answers ${JSON.stringify(answer)}`, () => answer as never] as const),
    ]
    for (const [what, answer] of failures) {
      it(`that ${what} is a 503: no guard opens, not even an optional one, and no session ends`, async () => {
        const browser = await inside()
        const { id } = (await browser.get('/session')).body.session
        host.answer = answer
        for (const path of ['/api/hello', '/api/optional', '/api/twice', '/session', '/api-keys']) {
          refused(await browser.get(path), 503, 'unavailable')
        }
        refused(await browser.post('/session/totp', { code: '123456' }), 503, 'unavailable')
        host.answer = null
        assert.equal((await browser.get('/session')).body.session.id, id)
      })
    }

    it('that hangs is a 503 once its 3 s are over', async () => {
      const browser = await inside()
      host.answer = () => new Promise<null>(() => undefined)
      const answers = await Promise.all([
        browser.get('/api/hello'),
        browser.get('/api/optional'),
        browser.get('/session'),
      ])
      for (const answer of answers) refused(answer, 503, 'unavailable')
    })
  })

  function fail(): never {
    throw new TypeError('cannot read properties of undefined')
  }
}
