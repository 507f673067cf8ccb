import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, it } from 'mocha'
import { askAt } from '../../../src/cli/doctor/ask.js'
import type { Diagnosed } from '../../../src/cli/doctor/check.js'
import type { Ask } from '../../../src/cli/doctor/request.js'
import { requestFindings } from '../../../src/cli/doctor/request.js'
import type { App, AppSetup } from '../../support/app.js'
import { startApp } from '../../support/app.js'
import { expressFramework } from '../../support/express-host.js'
import { koaFramework } from '../../support/koa-host.js'
import { gateTo } from '../../support/gate.js'

describe('keyward doctor, of the app as it answers', () => {
  const open: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of open.splice(0).toReversed()) await close()
  })

  for (const framework of [expressFramework, koaFramework]) {
    it(`finds nothing wrong with an app of ${framework.name} that believes no header`, async () => {
      const found = await look(await started({}, framework))
      assert.deepEqual(
        found.filter(({ status, id }) => status !== 'ok' && id !== 'url.origin'),
        [],
      )
      assert.match(of(found, 'url.proxy').detail, /^this request came from (::ffff:)?127\.0\.0\.1/)
    })

    it(`finds an app of ${framework.name} that believes everybody`, async () => {
      const found = of(await look(await started({ proxy: true }, framework)), 'url.proxy')
      assert.equal(found.status, 'fault')
      assert.match(found.detail, /chooses their address/)
      assert.match(found.mend, /trust proxy.*loopback/)
    })
  }

  it('finds an app that takes its proxy for the visitor', async () => {
    const app = await started({})
    const gate = await gateTo(app.server)
    open.push(() => gate.close())
    // The name is that of the proxy, as visitors know it.
    const ask = askAt(`${gate.url}/auth`)
    const found = of(await look(app, 'http://app.example.com/auth', ask), 'url.proxy')
    assert.equal(found.status, 'fault')
    assert.match(found.mend, /name your proxies/)
  })

  it('finds an address that is not among the origins', async () => {
    const app = await started({})
    const found = of(await look(app), 'url.origin')
    assert.equal(found.status, 'fault')
    assert.match(found.mend, /^put 'http:\/\/127\.0\.0\.1:\d+' into origins$/)
  })

  it('finds https with cookies that go without Secure, and without Strict-Transport-Security', async () => {
    const app = await started({})
    const found = await look(app, 'https://app.example.com/auth', askAt(urlOf(app.server)))
    assert.equal(of(found, 'url.cookies').status, 'fault')
    assert.match(of(found, 'url.cookies').mend, /https address into origins/)
    assert.equal(of(found, 'url.hsts').status, 'warning')
    assert.match(of(found, 'url.hsts').mend, /max-age/)
  })

  it('finds a Strict-Transport-Security that browsers forget within a year, or at once', async () => {
    const app = await started({})
    for (const [policy, status] of [
      ['max-age=0', 'warning'],
      ['max-age=86400; includeSubDomains', 'warning'],
      ['includeSubDomains', 'warning'],
      ['max-age=31536000', 'ok'],
      ['includeSubDomains; Max-Age="63072000"; preload', 'ok'],
    ] as const) {
      const ask = askAt(urlOf(app.server))
      const found = await look(app, 'https://app.example.com/auth', async (path, request) => {
        const answer = await ask(path, request)
        return { ...answer, headers: { ...answer.headers, 'strict-transport-security': policy } }
      })
      assert.equal(of(found, 'url.hsts').status, status, policy)
    }
  })

  it('finds a redirect, and what is not keyward', async () => {
    const app = await started({})
    const redirecting = await serving(
      (_, res) => void res.writeHead(301, { location: 'https://a.example/auth/session' }).end(),
    )
    const [first] = await look(app, redirecting)
    assert.deepEqual([first?.id, first?.status], ['url.reached', 'fault'])
    assert.match(first?.mend ?? '', /--url https:\/\/a\.example\/auth$/)
    const [other] = await look(app, await serving((_, res) => void res.end('welcome to nginx')))
    assert.equal(other?.status, 'fault')
    assert.match(other?.mend ?? '', /the address of the router with its path/)
  })

  it('follows no redirect, tells nothing to where it leads, and has no command of the answer’s in what is to be typed', async () => {
    const app = await started({})
    let asked = 0
    const elsewhere = await serving((_, res) => void res.end(String((asked += 1))))
    const location = `${elsewhere}/$(id)/session`
    const [found] = await look(app, await serving((_, res) => void res.writeHead(302, { location }).end()))
    assert.deepEqual([found?.status, asked], ['fault', 0])
    assert.equal(found?.mend, 'give the address that browsers end at: --url ADDRESS')
  })

  it('is not filled up by an answer without an end', async () => {
    const endless = await serving((_, res) => {
      const chunk = Buffer.alloc(65_536, 'a')
      const more = (): void => void (res.destroyed || res.write(chunk, more))
      more()
    })
    const { body } = await askAt(endless)('/session')
    assert.ok(body.length < 8_388_608, String(body.length))
  })

  async function started(setup: AppSetup, framework = expressFramework): Promise<App> {
    const app = await startApp(framework, setup)
    open.push(() => app.close())
    return app
  }

  async function serving(listener: RequestListener): Promise<string> {
    const server = createServer(listener)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    open.push(() => new Promise((done) => server.close(done)))
    return urlOf(server)
  }
})

function look(
  { keyward, server }: App,
  url = urlOf(server),
  ask: Ask = askAt(url),
): Promise<readonly Diagnosed[]> {
  return requestFindings({ url, ask, settings: keyward.diagnosis.settings, events: keyward.events })
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/auth`
}

function of(found: readonly Diagnosed[], id: string): Diagnosed {
  const finding = found.find((one) => one.id === id)
  if (!finding) throw new Error(`nothing is said of ${id}: ${JSON.stringify(found)}`)
  return finding
}
