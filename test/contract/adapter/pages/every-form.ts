import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { accountPages } from '../../../../src/pages/account-pages.js'
import type { App } from '../../../support/app.js'
import { startApp } from '../../../support/app.js'
import type { Framework } from '../../../support/host.js'
import { scopes } from '../../../support/host.js'
import type { PageClient, PageForm } from '../../../support/page-client.js'
import { pageClient } from '../../../support/page-client.js'
import { noteSecret } from '../../../support/secrets.js'
import { newKeys } from '../../../support/ssh-keys.js'

const options = { passkeys: true, scopes: { ...scopes, 'jobs.read': 'with a dot', 'a[b]': 'with brackets' } }
/** What takes something away comes last. */
const last = /deletion$|disable$|end-sessions$|password$|reset$|two-step/

/** Every form of every page, sent once behind each parser: its fields must reach us as they were typed. */
export function everyFormContract(framework: Framework): void {
  describe('every form of the pages', () => {
    let plain: Readonly<Record<string, number>> = {}

    it('every form of the pages is answered by its route, with no error of keyward’s own', async () => {
      plain = await tour(framework, undefined)
      assert.ok(Object.keys(plain).length > 30)
      for (const [form, status] of Object.entries(plain)) {
        assert.ok(status < 400 || [401, 404, 409, 412, 422].includes(status), `${form}: ${String(status)}`)
      }
    }).timeout(60_000)

    for (const parser of framework.parsers) {
      it(`is answered the same after ${parser}`, async () => {
        assert.deepEqual(await tour(framework, parser), plain)
      }).timeout(60_000)
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

/** Sends every form once; what each was answered, by its address and its first button. */
async function tour(framework: Framework, parser: string | undefined): Promise<Record<string, number>> {
  const app = await startApp(framework, { pages: accountPages(), options, parser })
  try {
    const pages = pageClient(app, await app.admin())
    const own = await seed(app, pages)
    const forms = [...(await signInForms(app)), ...(await formsOf(app, pages, own))]
    const answers: [string, number][] = []
    for (const form of forms.toSorted((a, b) => Number(last.test(a.action)) - Number(last.test(b.action)))) {
      const { status, html } = await pages.send(form.action, filled(form))
      for (const [, secret = ''] of html.matchAll(/id="new-secret"[^>]*value="([^"]+)"/gs)) noteSecret(secret)
      answers.push([nameOf(form, own), status])
    }
    return Object.fromEntries(answers)
  } finally {
    await app.close()
  }
}

/** Something of each kind; the ids by the path that they stand in. */
async function seed(app: App, { client }: PageClient): Promise<ReadonlyMap<string, string>> {
  const made = async (path: string, body: object) =>
    [path, (await client.post(path, body)).body.id as string] as const
  const other = await app.user()
  await client.put('/admin/ssh-grants', { items: [{ group: 'web', everyone: true, account: null }] })
  const [grant] = (await client.get('/admin/ssh-grants')).body.items
  return new Map([
    await made('/api-keys', { name: 'seeded' }),
    await made('/tokens', { name: 'seeded' }),
    await made('/ssh-keys', { name: 'seeded', publicKey: newKeys['ssh-ed25519']() }),
    await made('/ssh-private-keys', { name: 'seeded', generate: 'ed25519' }),
    await made('/admin/hosts', { name: 'seeded' }),
    ['/admin/users', other.id],
    ['/admin/grants', grant.id as string],
  ])
}

async function signInForms(app: App): Promise<readonly PageForm[]> {
  const { forms } = await pageClient(app, app.client()).get('/auth/sign-in')
  return forms.filter(({ method }) => method === 'post')
}

async function formsOf(
  { keyward }: App,
  pages: PageClient,
  ids: ReadonlyMap<string, string>,
): Promise<readonly PageForm[]> {
  const forms = new Map<string, PageForm>()
  for (const { method, path } of keyward.adapter.routes({ pages: accountPages() })) {
    if (method !== 'get' || !path.startsWith('/account/')) continue
    const [, kind = ''] = /^\/account(\/.*)\/:id/.exec(path) ?? []
    const page = await pages.get(`/auth${path.replace(':id', ids.get(kind) ?? 'none')}`)
    for (const form of page.forms) {
      const skipped = form.method !== 'post' || form.action.endsWith('/sign-out')
      if (!skipped) forms.set(nameOf(form, ids), form)
    }
  }
  return [...forms.values()]
}

function nameOf({ action, buttons }: PageForm, ids: ReadonlyMap<string, string>): string {
  const plain = [...ids.values()].reduce((text, id) => text.replace(id, ':id'), action)
  // Sessions have ids of their own in each app.
  return `${plain.replace(/[0-9a-f-]{36}/, ':id')} ${buttons.at(-1) ?? ''}`
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
