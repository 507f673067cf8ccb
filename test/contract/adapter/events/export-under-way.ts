import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer, get } from 'node:http'
import type { AddressInfo, Server } from 'node:net'
import { describe, it } from 'mocha'
import { streams } from '../../../../src/http/streams.js'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { Store } from '../../../../src/index.js'
import { newId } from '../../../../src/crypto/id.js'
import type { App } from '../../../support/app.js'
import type { TestClient } from '../../../support/client.js'
import type { Framework } from '../../../support/host.js'
import { appFor } from '../../../support/suite.js'

const many = 620
const accept = 'text/csv'

/** What may happen to whoever reads an export while it is sent. */
export function exportUnderWayContract(framework: Framework): void {
  describe('an export of events that is under way', () => {
    let meanwhile: (() => Promise<unknown>) | null = null
    const app = appFor(framework, {
      pages: accountPages(),
      over: (store) => ({
        ...store,
        audit: {
          ...store.audit,
          list: (...given) => followed(store.audit.list(...given)),
          search: (...given) => followed(store.audit.search(...given)),
        },
      }),
    })

    /** Lets what is to happen happen once the first batch has been read. */
    async function followed<T>(reading: ReturnType<Store['audit']['list']> & Promise<T>): Promise<T> {
      const found = await reading
      const happens = meanwhile
      meanwhile = null
      await happens?.()
      return found
    }

    for (const { path, all } of [
      { path: '/events', all: false },
      { path: '/account/activity/export?format=csv', all: false },
      { path: '/admin/events', all: true },
      { path: '/account/admin/activity/export?format=csv', all: true },
    ]) {
      it(`breaks off ${path} for whoever signs out in the middle, which a stolen cookie would outlive`, async () => {
        const reader = await readerOf(app(), all)
        const twin = app().client()
        for (const [name, value] of reader.cookies) twin.cookies.set(name, value)
        meanwhile = async () => assert.equal((await twin.delete('/session')).status, 204)
        await assertBrokenOff(app(), path, reader)
      })

      it(`breaks off ${path} for a user who is disabled in the middle`, async () => {
        const [reader, administrator] = [await readerOf(app(), all), await app().admin()]
        meanwhile = async () => {
          const changed = await administrator.patch(`/admin/users/${reader.user.id}`, { disabled: true })
          assert.equal(changed.status, 200)
        }
        await assertBrokenOff(app(), path, reader)
      })

      it(`sends ${path} whole to whom nothing has happened`, async () => {
        const answer = await take(await asked(app(), path, await readerOf(app(), all)))
        assert.equal(answer.complete, true)
        assert.ok(answer.lines > many, String(answer.lines))
      })

      if (!all) continue
      it(`breaks off ${path} for an administrator who is made none in the middle`, async () => {
        const [reader, administrator] = [await readerOf(app(), all), await app().admin()]
        meanwhile = async () => {
          const changed = await administrator.patch(`/admin/users/${reader.user.id}`, { admin: false })
          assert.equal(changed.status, 200)
        }
        await assertBrokenOff(app(), path, reader)
      })
    }

    it('is the only one of its user: another is refused until it is over, and nobody else’s is', async () => {
      const [reader, other] = [await readerOf(app(), false), await app().signedIn()]
      const csv = { headers: { Accept: accept } }
      // The second reading is of the batch after the one that is under way already.
      meanwhile = () => {
        meanwhile = async () => {
          const second = await reader.get('/events', csv)
          assert.deepEqual([second.status, second.body.code], [429, 'too_many_attempts'])
          assert.match(String(second.headers['retry-after']), /^[1-9]\d*$/)
          assert.equal((await reader.get('/account/activity/export?format=csv')).status, 429)
          assert.equal((await other.get('/events', csv)).status, 200)
          assert.equal((await reader.get('/events')).status, 200)
        }
        return Promise.resolve()
      }
      assert.equal((await take(await asked(app(), '/events', reader))).complete, true)
      assert.equal(meanwhile, null)
      assert.equal((await reader.get('/events', csv)).status, 200)
    })

    it('is none where only its head was asked for', async () => {
      const reader = await app().signedIn()
      const csv = { headers: { Accept: accept } }
      assert.equal((await reader.send('head', '/events', undefined, csv)).ok, true)
      assert.equal((await reader.get('/events', csv)).status, 200)
    })

    it('ends where its client takes nothing, and leaves room for another', async () => {
      const sent = streams({ patienceMs: 50 })
      const admitAgain = () => Promise.resolve()
      const reply = sent.begin({ userId: 'ada', parts: endless(), admitAgain })
      const server = await answering(app(), framework, { status: 200, ...reply })
      try {
        const answer = await from(server, '/auth/events', {})
        if (reply.abandoned?.aborted === false) await once(reply.abandoned, 'abort')
        assert.equal((await take(answer)).complete, false)
        sent.begin({ userId: 'ada', parts: endless(), admitAgain })
      } finally {
        server.close()
      }
    })
  })
}

type Reader = Awaited<ReturnType<App['signedIn']>>

/** Somebody who can read more events than a batch has. */
async function readerOf({ store, clock, admin, signedIn }: App, all: boolean): Promise<Reader> {
  const reader = all ? await admin() : await signedIn()
  const { id: userId } = reader.user
  const about = { type: 'token.created', actor: null, subject: null, userId, ip: null } as const
  const rest = { userAgent: null, outcome: 'success', reason: null, note: null, count: 1 } as const
  const ids = Array.from({ length: many }, () => newId(clock.now()))
  await store.commit(ids.map((id) => store.audit.append({ id, at: clock.now(), ...about, ...rest })))
  return reader
}

async function assertBrokenOff(app: App, path: string, reader: Reader): Promise<void> {
  const answer = await asked(app, path, reader)
  assert.equal(answer.statusCode, 200)
  const { complete, lines } = await take(answer)
  assert.equal(complete, false)
  assert.ok(lines <= 251, String(lines))
}

function asked({ server, mounting }: App, path: string, { cookies }: TestClient): Promise<IncomingMessage> {
  const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return from(server, mounting.path + path, { Accept: accept, Cookie: jar })
}

async function from(
  server: Server,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo
  const request = get({ port, host: '127.0.0.1', path, headers, agent: false })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  return answer
}

/** Takes all that comes of an answer, whole or not. */
async function take(
  answer: IncomingMessage,
): Promise<{ readonly complete: boolean; readonly lines: number }> {
  let lines = 0
  answer.on('error', () => undefined)
  answer.on('data', (chunk: Buffer) => {
    lines += chunk.toString('latin1').split('\n').length - 1
  })
  await new Promise((resolve) => answer.once('close', resolve))
  return { complete: answer.complete, lines }
}

async function* endless(): AsyncGenerator<string, void> {
  for (;;) yield await Promise.resolve('x'.repeat(100_000))
}

/** The app, in which keyward answers everything so. */
async function answering(
  { keyward, mounting }: App,
  framework: Framework,
  reply: Awaited<ReturnType<App['keyward']['adapter']['handle']>>,
): Promise<Server> {
  const answered = { ...keyward, adapter: { ...keyward.adapter, handle: () => Promise.resolve(reply) } }
  const server = createServer(
    framework.host({ keyward: answered, mounting, errors: 'problem', proxy: false }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}
