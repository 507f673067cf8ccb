import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import type { UserRow } from '../../../../src/index.js'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { App } from '../../../support/app.js'
import { startApp } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'
import { scopes } from '../../../support/host.js'
import type { PageClient, PageForm, PageView } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { enrolApp, enrolKey, passwordStep, touch } from '../../../support/factors.js'
import { noteSecret } from '../../../support/secrets.js'
import { newKeys } from '../../../support/ssh-keys.js'

const options = { passkeys: true, scopes: { ...scopes, 'jobs.read': 'with a dot', 'a[b]': 'with brackets' } }
/** What takes something away comes last, and what takes everything away behind that. */
const order = [/./, /deletion$|disable$|end-sessions$|password$|reset$|two-step|removal$/, /\/sign-out$/]

/** Every form of every page, sent once with no parser in front and once behind the usual one: its fields must reach us as they were typed. */
export function everyFormContract(framework: Framework): void {
  describe('every form of the pages', () => {
    let plain: Readonly<Record<string, number>> = {}

    it('every form of the pages is answered by its route, with no error of keyward’s own', async () => {
      plain = await tour(framework, undefined)
      assert.ok(Object.keys(plain).length > 50)
      for (const [form, status] of Object.entries(plain)) {
        assert.ok(status < 400 || [401, 404, 409, 412, 422].includes(status), `${form}: ${String(status)}`)
      }
    }).timeout(120_000)

    for (const parser of framework.parsers.slice(0, 1)) {
      it(`is answered the same after ${parser}`, async () => {
        assert.deepEqual(await tour(framework, parser), plain)
      }).timeout(120_000)
    }
  })

  for (const parser of framework.parsers) {
    describe(`the forms with most fields, after ${parser}`, () => {
      const start = () => startApp(framework, { pages: accountPages(), options, parser })

      it('bring scopes with dots and brackets, policies and lists as they were chosen', async () => {
        const app = await start()
        try {
          const pages = pageClient(app, await app.admin())
          await chooseScopes(pages)
          await changePolicy(pages)
        } finally {
          await app.close()
        }
      })
    })
  }
}

async function chooseScopes(pages: PageClient): Promise<void> {
  const page = await pages.get('/auth/account/api-keys/new')
  const chosen = [...page.html.matchAll(/name="(scope-\d+)" value="(jobs\.read|a\[b\])"/g)]
  const fields = Object.fromEntries(chosen.map(([, name = '', scope = '']) => [name, scope]))
  const made = await pages.make(page, 'Add Key', { name: 'a.b[c]', 'scope-choice': 'some', ...fields })
  noteSecret(/kwk_\w{36}/.exec(made.html)?.[0] ?? '')
  const [key] = (await pages.client.get('/api-keys')).body.items
  assert.deepEqual([key.name, [...key.scopes].sort()], ['a.b[c]', ['a[b]', 'jobs.read']])
}

async function changePolicy(pages: PageClient): Promise<void> {
  const page = await pages.get('/auth/account/admin/policies/edit')
  const change = {
    ...{ 'apiKeys.allowedDays': 'some', 'apiKeys.allowedDays:7': 'on', 'apiKeys.allowedDays:30': 'on' },
    ...{ 'apiKeys.defaultDays': '30', 'mfa.graceDays': '3', 'sshKeys.permit': 'some', step: 'review' },
  }
  const review = await pages.submit(page, 'Review changes', change)
  assert.equal(review.heading, 'What this would change', review.text)
  assert.equal((await pages.submit(review, 'Save policy', { step: 'save' })).status, 303)
  assert.deepEqual((await pages.client.get('/admin/policies/platform')).body.policy, {
    apiKeys: { allowedDays: [7, 30], defaultDays: 30 },
    mfa: { graceDays: 3 },
    sshKeys: { permit: [] },
  })
}

/** A form, whose it is, and the route that it is sent to. */
interface FoundForm extends PageForm {
  readonly pages: PageClient
  readonly route: string
}

/** Sends every form once, also those that come of others; what each was answered, by its route and its last button. */
async function tour(framework: Framework, parser: string | undefined): Promise<Record<string, number>> {
  const app = await startApp(framework, { pages: accountPages(), options, parser })
  try {
    const forms = formList(app)
    for (const { pages, under, ids } of await visitors(app)) {
      for (const path of pagesOf(app, under)) {
        forms.add(pages, await pages.get(`/auth${withIds(path, ids)}`))
      }
      forms.add(pages, await pages.get(`/auth/activate?user_code=${await waitingCode(app)}`))
    }
    const answers: [string, number][] = []
    for (let form = forms.next(); form; form = forms.next()) {
      const answer = await form.pages.send(form.action, filled(form))
      answers.push([nameOf(form), answer.status])
      forms.add(form.pages, answer)
      const isOurs = answer.location?.startsWith('/auth/') === true
      if (isOurs) forms.add(form.pages, await form.pages.follow(answer))
    }
    forms.assertAllSeen()
    return Object.fromEntries(answers)
  } finally {
    await app.close()
  }
}

/** A path with ids in the places of its parameters. */
export function withIds(path: string, ids: ReadonlyMap<string, string>): string {
  const [, kind = ''] = /^\/account(\/.*)\/:id/.exec(path) ?? []
  const idOf = (of: string): string => ids.get(of) ?? 'none'
  return path.replace(':id', idOf(kind)).replace(':keyId', idOf(`${kind}/api-keys`))
}

/** Forms that were found and are not sent yet, each once; fails for one that no route of the pages takes. */
function formList({ keyward }: App) {
  const json = new Set(keyward.adapter.routes().map(({ path }) => path))
  const routes = keyward.adapter
    .routes({ pages: accountPages() })
    .filter(({ method, path }) => method === 'post' && !json.has(path) && !path.includes(':segment'))
    .map(({ path }) => path)
  const found = new Map<string, FoundForm>()
  const sent = new Set<string>()
  return { add, next, assertAllSeen }

  function add(pages: PageClient, { forms, html }: PageView): void {
    for (const [, secret = ''] of html.matchAll(/id="new-secret"[^>]*value="([^"]+)"/gs)) noteSecret(secret)
    for (const [code] of html.matchAll(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g)) noteSecret(code)
    for (const form of forms.filter(({ method }) => method === 'post')) {
      const [path = ''] = form.action.replace('/auth', '').split('?')
      const route = routes.find((one) => new RegExp(`^${one.replaceAll(/:\w+/g, '[^/]+')}$`).test(path))
      assert.ok(route !== undefined, `no route takes the form that is sent to ${form.action}`)
      const name = nameOf({ ...form, route })
      if (!found.has(name)) found.set(name, { ...form, pages, route })
    }
  }

  function next(): FoundForm | undefined {
    const left = [...found].filter(([name]) => !sent.has(name))
    const [name, form] = left.toSorted(([, a], [, b]) => rankOf(a) - rankOf(b))[0] ?? []
    if (name !== undefined) sent.add(name)
    return form
  }

  function assertAllSeen(): void {
    const seen = new Set([...found.values()].map(({ route }) => route))
    assert.deepEqual(
      routes.filter((route) => !seen.has(route)),
      [],
      'no page that is visited here has a form for these',
    )
  }
}

/** The code of a program that waits for somebody to let it in. */
async function waitingCode(app: App): Promise<string> {
  const asked = { client_id: 'acme-cli', scope: 'reports:read jobs.read a[b]' }
  const { body } = await app.client().post('/device/code', asked)
  noteSecret(body.device_code)
  return body.user_code
}

function rankOf({ route }: FoundForm): number {
  return order.findLastIndex((rank) => rank.test(route))
}

/** The pages under an address. */
function pagesOf({ keyward }: App, under: string): readonly string[] {
  const json = new Set(keyward.adapter.routes().map(({ path }) => path))
  return keyward.adapter
    .routes({ pages: accountPages() })
    .filter(({ method, path }) => method === 'get' && !json.has(path) && !path.includes(':segment'))
    .map(({ path }) => path)
    .filter((path) => path === under || path.startsWith(`${under}/`))
}

/** Everybody who is shown a form that others are not, and the ids of what is theirs by the path that they stand in. */
async function visitors(app: App) {
  const none: ReadonlyMap<string, string> = new Map()
  const administrator = await app.admin()
  const admin = pageClient(app, administrator)
  const ids = await seed(app, admin)
  // For the sessions page to have another one to end.
  await app.signedIn(administrator.user)
  const holder = await app.signedIn()
  const own = new Map([
    ['/two-step/security-keys', (await enrolKey(holder, { name: 'seeded' })).id],
    ['/passkeys', (await enrolKey(holder, { name: 'phone', passkey: true, verifiesUser: true })).id],
  ])
  await enrolApp(app, holder)
  const { client: half } = await passwordStep(app, holder.user)
  const { client: ticket } = await passwordStep(app, await someoneWithoutTheirFactor(app))
  return [
    { pages: pageClient(app, app.client()), under: '/sign-in', ids: none },
    { pages: pageClient(app, app.client()), under: '/one-time-links', ids: none },
    { pages: admin, under: '/account', ids },
    { pages: pageClient(app, holder), under: '/account', ids: own },
    { pages: pageClient(app, half), under: '/sign-in', ids: none },
    { pages: pageClient(app, ticket), under: '/sign-in', ids: none },
  ]
}

/** A user of whom the policy of their organisation demands a factor. */
async function someoneWithoutTheirFactor(app: App): Promise<UserRow> {
  const setter = await app.admin()
  const { device } = await enrolKey(setter)
  await touch(setter, '/session/reauthentication/security-key', { device })
  const mfa = { enforceMfa: true, graceDays: 0 }
  const answer = await setter.put('/admin/policies/organizations/demanding', { mfa })
  assert.equal(answer.status, 200)
  return app.user({ organizationId: 'demanding' })
}

/** Something of each kind; the ids by the path that they stand in. */
async function seed(app: App, { client }: PageClient): Promise<ReadonlyMap<string, string>> {
  const made = async (path: string, body: object) =>
    [path, (await client.post(path, body)).body.id as string] as const
  const other = await app.user()
  const grant = { everyone: true, account: null }
  await client.put('/admin/ssh-grants', {
    items: [
      { group: 'db', ...grant },
      { group: 'web', ...grant },
    ],
  })
  const [, second] = (await client.get('/admin/ssh-grants')).body.items
  const account = await made('/admin/service-accounts', { name: 'seeded' })
  const asked = { name: 'seeded', scopes: ['reports:read'] }
  const [, key] = await made(`${account[0]}/${account[1]}/api-keys`, asked)
  return new Map([
    await made('/api-keys', { name: 'seeded' }),
    await made('/tokens', { name: 'seeded' }),
    await made('/ssh-keys', { name: 'seeded', publicKey: newKeys['ssh-ed25519']() }),
    await made('/ssh-private-keys', { name: 'seeded', generate: 'ed25519' }),
    await made('/admin/hosts', { name: 'seeded' }),
    account,
    [`${account[0]}/api-keys`, key],
    ['/admin/credentials', key],
    ['/admin/users', other.id],
    ['/admin/grants', second.id as string],
  ])
}

function nameOf({ route, buttons }: PageForm & { readonly route: string }): string {
  return `${route} ${buttons.at(-1) ?? ''}`
}

/** As somebody would who fills in whatever there is. */
function filled({ fields }: PageForm): Record<string, string> {
  const samples: Readonly<Record<string, string>> = {
    ...{ name: 'of.a[form]', username: 'somebody', password: 'not this one, surely', reason: 'called back' },
    ...{ 'public-key': newKeys['ssh-ed25519'](), source: 'generate', who: 'everyone', group: 'web' },
    ...{
      step: 'review',
      'display-name': 'Ada',
      'organization-id': 'a.b[c]',
      code: '000000',
      permit: 'policy',
    },
  }
  const known = Object.keys(samples).filter((name) => name in fields)
  return { ...fields, ...Object.fromEntries(known.map((name) => [name, samples[name] ?? ''])) }
}
