import assert from 'node:assert/strict'
import { it } from 'mocha'
import type { ApiKeyRow } from '../../../../../src/store/api-key.js'
import type { App } from '../../../../support/app.js'
import type { PageClient, PageView } from '../../../../support/page-client.js'
import { pageClient } from '../../../../support/page-client.js'
import { parseName } from '../../../../../src/credentials/name.js'
import { dayMs } from '../../../../../src/time.js'
import { anApiKey, room } from '../../../store/rows.js'

const path = '/auth/account/api-keys'

/** Long lists, as a browser without scripts goes through them. */
export function credentialPagingContract(app: () => App): void {
  it('lead through a long list in both directions, and count what stands in it', async () => {
    const pages = await withKeys(Array.from({ length: 512 }, (_, i) => `key ${String(i).padStart(3, '0')}`))
    const [seen, parts] = [[] as string[], [] as string[]]
    let page = await searched(await pages.get(path), pages, { q: 'KEY', sort: 'name' })
    for (;;) {
      seen.push(...namesIn(page))
      parts.push(partIn(page))
      const next = linkIn(page, 'Next')
      if (next === null) break
      page = await pages.get(next)
    }
    assert.deepEqual([parts.length, parts[0], parts[1]], [11, '1–50 of 512', '51–100 of 512'])
    assert.equal(parts.at(-1), '501–512 of 512')
    assert.deepEqual(
      seen,
      Array.from({ length: 512 }, (_, i) => `key ${String(i).padStart(3, '0')}`),
    )
    assert.match(page.text, /512 entries/)
    const back: string[] = []
    for (let before = linkIn(page, 'Previous'); before !== null; before = linkIn(page, 'Previous')) {
      page = await pages.get(before)
      back.push(partIn(page))
    }
    assert.deepEqual(back, parts.slice(0, -1).toReversed())
    assert.equal(namesIn(page)[0], 'key 000')
  })

  it('say nothing of parts where all is shown, and no more than a part has where entries went meanwhile', async () => {
    const pages = await withKeys(Array.from({ length: 50 }, (_, i) => `only ${String(i)}`))
    const all = await pages.get(path)
    assert.deepEqual([namesIn(all).length, partIn(all)], [50, ''])
    await withKeys(['one more'], pages)
    const next = linkIn(await pages.get(path), 'Next') ?? ''
    assert.equal(partIn(await pages.get(next)), '51–51 of 51')
    const { items } = (await pages.client.get('/api-keys?limit=100')).body
    await pages.client.delete(`/api-keys/${items.at(-1).id}`)
    const gone = await pages.get(next)
    assert.deepEqual([gone.status, namesIn(gone).length], [200, 0])
    assert.ok(linkIn(gone, 'Previous') !== null || gone.html.includes(`href="${path}"`))
  })

  it('narrow by chips that keep the search and the order, and say which holds', async () => {
    const pages = await withKeys(['build a', 'build b', 'test'])
    const { store, clock } = app()
    const user = (pages.client as Awaited<ReturnType<App['signedIn']>>).user
    const soon = { ...keyOf(user.id, 'build soon'), expiresAt: clock.now() + 14 * dayMs }
    await store.commit([store.apiKeys.insert(soon, room)])
    const found = await searched(await pages.get(path), pages, { q: 'build', sort: 'name' })
    assert.deepEqual(namesIn(found), ['build a', 'build b', 'build soon'])
    assert.deepEqual(chipIn(found), 'All')
    const chip = linkIn(found, 'Expiring within 14 days') ?? ''
    assert.match(chip, /\?q=build&status=expiring&sort=name$/)
    const narrowed = await pages.get(chip)
    assert.deepEqual([namesIn(narrowed), chipIn(narrowed)], [['build soon'], 'Expiring within 14 days'])
    const again = await searched(narrowed, pages, { q: 'a' })
    assert.deepEqual([namesIn(again), chipIn(again)], [[], 'Expiring within 14 days'])
    assert.match(again.text, /0 entries Nothing found Show all entries/)
    const unnarrowed = await pages.get(linkIn(narrowed, 'All') ?? '')
    assert.deepEqual(namesIn(unnarrowed), ['build a', 'build b', 'build soon'])
    assert.equal(namesIn(await pages.get(linkIn(again, 'Show all entries') ?? '')).length, 4)
  })

  it('put entries in the order that is asked for', async () => {
    const pages = await withKeys(['b', 'c', 'a'])
    const first = await pages.get(path)
    assert.deepEqual(namesIn(first), ['a', 'c', 'b'])
    assert.deepEqual(namesIn(await searched(first, pages, { sort: 'name' })), ['a', 'b', 'c'])
  })

  it('take no cursor of another search, order or chip', async () => {
    const pages = await withKeys(Array.from({ length: 60 }, (_, i) => `key ${String(i)}`))
    const next = new URL(linkIn(await pages.get(`${path}?q=key`), 'Next') ?? '', 'http://localhost')
    const cursor = next.searchParams.get('cursor') ?? ''
    assert.equal((await pages.get(`${path}?q=key&cursor=${cursor}`)).status, 200)
    for (const query of [
      '',
      'q=ke',
      'q=key&sort=name',
      'q=key&status=active',
      'status=nothing',
      'sort=size',
    ]) {
      const refused = await pages.get(`${path}?${query}&cursor=${cursor}`)
      assert.equal(refused.status, 422, query)
      assert.match(refused.text, /What was sent could not be read\. Back to your account/)
    }
  })

  /** Somebody with keys of these names, each made a moment after the one before. */
  async function withKeys(names: readonly string[], given?: PageClient): Promise<PageClient> {
    const { store, clock } = app()
    const client = given?.client ?? (await app().signedIn())
    const { user } = client as Awaited<ReturnType<App['signedIn']>>
    const rows = names.map((name) => {
      clock.advance({ ms: 1 })
      return keyOf(user.id, name)
    })
    assert.equal(await store.commit(rows.map((row) => store.apiKeys.insert(row, room))), true)
    return given ?? pageClient(app(), client)
  }

  function keyOf(userId: string, name: string): ApiKeyRow {
    const at = app().clock.now()
    return anApiKey(userId, { ...parseName(name), createdAt: at, issuedAt: at, expiresAt: null })
  }
}

/** Sends the form of a search as a browser does: by GET, with whatever stands in its fields. */
function searched(
  page: PageView,
  pages: PageClient,
  fields: Readonly<Record<string, string>>,
): Promise<PageView> {
  const form = page.forms.find(({ buttons }) => buttons.includes('Search'))
  assert.equal(form?.method, 'get')
  return pages.get(`${form.action}?${new URLSearchParams({ ...form.fields, ...fields }).toString()}`)
}

function namesIn({ html }: PageView): readonly string[] {
  return [...html.matchAll(/<h2 class="kw-row-name"><a href="[^"]*"><bdi>([^<]*)</g)].map(
    ([, name = '']) => name,
  )
}

function partIn({ html }: PageView): string {
  return /<nav class="kw-pager"[^>]*>\s*<span>([^<]*)</.exec(html)?.[1] ?? ''
}

/** Where the link of that text leads; `null` = there is none. */
function linkIn({ html }: PageView, text: string): string | null {
  for (const [, href = '', said = ''] of html.matchAll(/<a\s[^>]*?href="([^"]*)"[^>]*>\s*([^<]*?)\s*<\/a/g)) {
    if (said === text) return href.replaceAll('&amp;', '&')
  }
  return null
}

function chipIn({ html }: PageView): string {
  return /<a class="kw-chip"[^>]*aria-current="true"[^>]*>\s*([^<]*?)\s*</.exec(html)?.[1] ?? ''
}
