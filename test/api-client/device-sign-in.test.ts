import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { routeClient } from '../../src/api-client/client.js'
import type { DevicePrompt } from '../../src/api-client/device-sign-in.js'
import { deviceSignIn } from '../../src/api-client/device-sign-in.js'
import { routeCalls } from '../../src/api-client/route-calls.js'
import { sender } from '../../src/api-client/send.js'
import type { ScriptedAnswer } from './scripted-fetch.js'
import { json, scriptedFetch } from './scripted-fetch.js'

const code = {
  ...{ device_code: 'a-device-code', user_code: 'BCDF-GHJK', expires_in: 600, interval: 5 },
  verification_uri: 'https://app.example.com/auth/activate',
  verification_uri_complete: 'https://app.example.com/auth/activate?user_code=BCDF-GHJK',
}
const granted = {
  access_token: 'a-token',
  token_type: 'Bearer',
  expires_in: 3600,
  scope: 'jobs:read jobs:write',
}
const pending = (): Response => json({ error: 'authorization_pending' }, { status: 400 })
const lost = (): never => {
  throw new TypeError('fetch failed')
}

describe('deviceSignIn', () => {
  it('shows the code, and answers the token once somebody has approved', async () => {
    const { waits, sent, signIn } = device(json(code), pending, pending, json(granted))
    const prompts: DevicePrompt[] = []
    const token = await signIn({ scope: ['jobs:read', 'jobs:write'], open: (prompt) => prompts.push(prompt) })
    assert.deepEqual(prompts, [
      {
        userCode: 'BCDF-GHJK',
        verificationUri: 'https://app.example.com/auth/activate',
        verificationUriComplete: 'https://app.example.com/auth/activate?user_code=BCDF-GHJK',
        expiresAt: '1970-01-01T00:10:00.000Z',
      },
    ])
    assert.deepEqual(token, {
      ...{ token: 'a-token', expiresAt: '1970-01-01T01:00:15.000Z', scopes: ['jobs:read', 'jobs:write'] },
    })
    assert.deepEqual(waits, [5, 5, 5])
    assert.deepEqual(sent.map(({ init }) => init.body).slice(0, 2), [
      'client_id=acme-cli&scope=jobs%3Aread+jobs%3Awrite',
      'grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=a-device-code&client_id=acme-cli',
    ])
  })

  it('asks for no scope where none is wanted', async () => {
    const { sent, signIn } = device(json(code), json(granted))
    await signIn({})
    assert.equal(sent[0]?.init.body, 'client_id=acme-cli')
  })

  it('asks 5 s less often, from then on, where it is told to slow down', async () => {
    const slow = (): Response => json({ error: 'slow_down' }, { status: 400 })
    const { waits, signIn } = device(json(code), slow, pending, slow, pending, json(granted))
    await signIn({})
    assert.deepEqual(waits, [5, 10, 10, 15, 15])
  })

  it('asks half as often each time where nothing answers, at most every minute, and at its pace again after', async () => {
    const { waits, signIn } = device(json(code), lost, lost, lost, lost, lost, pending, json(granted))
    await signIn({})
    assert.deepEqual(waits, [5, 10, 20, 40, 60, 60, 5])
  })

  it('waits as long as it is told by who is busy', async () => {
    const busy = json({ code: 'unavailable' }, { status: 503, headers: { 'Retry-After': '120' } })
    const { waits, signIn } = device(json(code), busy, json(granted))
    await signIn({})
    assert.deepEqual(waits, [5, 120])
  })

  for (const reason of ['access_denied', 'expired_token', 'invalid_client'])
    it(`ends by ${reason}`, async () => {
      const { signIn } = device(json(code), json({ error: reason }, { status: 400 }))
      await assert.rejects(signIn({}), { name: 'ProblemError', code: reason })
    })

  it('ends once the code is over, though nothing answers', async () => {
    const { waits, signIn } = device(json(code), ...Array.from({ length: 20 }, () => lost))
    await assert.rejects(signIn({}), { name: 'ProblemError', code: 'expired_token' })
    assert.ok(waits.reduce((sum, wait) => sum + wait) <= 660)
  })

  it('ends where the code cannot be shown', async () => {
    const { sent, signIn } = device(json(code))
    const open = (): Promise<never> => Promise.reject(new Error('there is no display'))
    await assert.rejects(signIn({ open }), /there is no display/)
    assert.equal(sent.length, 1)
  })

  it('ends by the signal, whatever is under way', async () => {
    const abort = new AbortController()
    const { waits, signIn } = device(json(code), pending, () => {
      abort.abort(new Error('enough'))
      return lost()
    })
    await assert.rejects(signIn({ signal: abort.signal }), /enough/)
    assert.deepEqual(waits, [5, 5])
  })
})

/** A device whose network answers these, and whose time passes while it waits. */
function device(...answers: readonly ScriptedAnswer[]) {
  const { fetch, sent } = scriptedFetch(...answers)
  const { devices } = routeClient(routeCalls(sender({ baseUrl: 'https://app.example.com/auth', fetch })))
  const waits: number[] = []
  let now = 0
  const needs = {
    devices,
    now: () => now,
    wait: async (seconds: number) => {
      waits.push(seconds)
      now += seconds * 1000
    },
  }
  return {
    ...{ waits, sent },
    signIn: (wanted: Partial<Parameters<typeof deviceSignIn>[1]>) =>
      deviceSignIn(needs, { clientId: 'acme-cli', open: () => undefined, ...wanted }),
  }
}
