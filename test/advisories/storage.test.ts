import assert from 'node:assert/strict'
import { it } from 'mocha'
import { wholeDocument } from '../reference/openapi.js'
import type { App } from '../support/app.js'
import { enrolApp } from '../support/factors.js'
import { refused } from '../support/problems.js'
import { onBoth } from './on-both.js'

interface Operation {
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Shape }>> }
}

interface Shape {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly type?: string | readonly string[]
  readonly anyOf?: readonly Shape[]
}

const document = JSON.parse(JSON.stringify(wholeDocument)) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Shape>> }
}

/** What drivers and mappers take for a condition, an operator or code when it comes in the place of a text. */
const objects: readonly unknown[] = [
  { id: 1 },
  { toString: { $gt: '' }, valueOf: null },
  ['a', 'b'],
  { '@instanceof': 'FindOperator', type: 'not', value: '' },
  { $gt: '' },
  { password: 1 },
  [['a']],
]

/** Which credentials cannot be judged without a table. */
const neededBy = {
  session: ['session'],
  api_key: ['key'],
  user: ['session', 'key'],
  account: ['session'],
  policy: ['session', 'key'],
} as const

onBoth('what is stored', (app) => {
  it('CVE-2022-33171, CVE-2025-60542, CVE-2022-21227: no field of any route takes an object for a text', async () => {
    const fields = textFields()
    assert.ok(fields.length > 30, String(fields.length))
    const client = await app().admin()
    await enrolApp(app(), client)
    const judged = new Set<string>()
    for (const { method, path, field } of fields) {
      // Before a session, nobody's.
      const who = path === '/session' || path.startsWith('/one-time') ? app().client() : client
      for (const value of objects.slice(0, 4)) {
        const answer = await who.send(method as 'post', path.replaceAll(/\{\w+\}/g, 'x'), { [field]: value })
        const where = `${method} ${path} ${field}`
        assert.ok(answer.status >= 400 && answer.status < 500, `${String(answer.status)} to ${where}`)
        if (answer.status !== 422) continue
        const errors = answer.body.errors as { field: string; code: string }[]
        const about = errors.find((error) => error.field === field)
        assert.ok(['wrong_type', 'not_allowed'].includes(about?.code ?? ''), where)
        judged.add(where)
      }
    }
    // Of the others nothing is read: there is no such object, or nothing waits for a second step.
    assert.ok(judged.size > 40, String(judged.size))
    assert.equal((await client.get('/session')).status, 200)
  })

  it('CVE-2022-33171, CVE-2025-60542: nobody signs in by an object in the place of a name or a password', async () => {
    const { username } = await app().user({ admin: true })
    for (const value of objects) {
      for (const body of [
        { username: value, password: app().password },
        { username, password: value },
        { username: value, password: value },
      ]) {
        refused(await app().client().post('/session', body), 422, 'invalid_input')
      }
    }
    const queries = ['username[$ne]=x', 'cursor[id]=1', 'limit[]=1', 'type[not]=x', '__proto__[admin]=1']
    const admin = await app().admin()
    for (const query of queries) {
      for (const path of ['/admin/users', '/api-keys', '/admin/events']) {
        refused(await admin.get(`${path}?${query}`), 422, 'invalid_input')
      }
    }
    assert.equal(({} as { admin?: unknown }).admin, undefined)
  })
})

onBoth(
  'what is not there',
  (app) => {
    for (const [table, needed] of Object.entries(neededBy)) {
      it(`GHSA-8fpg-xm3f-6cx3: without the table of ${table} no guard that needs it opens, and nobody signs in`, async () => {
        const owner = await app().signedIn()
        const { username } = owner.user
        const bearer = (await owner.post('/api-keys', { name: 'a' })).body.key as string
        const ways = {
          key: () => app().client().get('/api/optional', { bearer }),
          session: () => owner.get('/api/recent'),
        }
        const guarded = needed.map((kind) => ways[kind])
        for (const ask of guarded) assert.equal((await ask()).status, 200)
        await rename(app(), table, 'gone')
        try {
          for (const ask of guarded) refused(await ask(), 503, 'unavailable')
          const signIn = await app().client().post('/session', { username, password: app().password })
          assert.equal(signIn.status, table === 'api_key' ? 201 : 503)
        } finally {
          await rename(app(), table, 'keyward')
        }
        for (const ask of guarded) assert.equal((await ask()).status, 200)
      })
    }
  },
  // Else what was verified just now would do.
  { options: { verificationCache: { maxEntries: 0 } } },
)

/** Takes a table away by another name, or brings it back. */
function rename({ database }: App, table: string, to: 'gone' | 'keyward'): Promise<unknown> {
  const from = to === 'gone' ? 'keyward' : 'gone'
  return database.dataSource.query(`ALTER TABLE ${from}_${table} RENAME TO ${to}_${table}`)
}

/** Each text that a JSON route takes at the top of its body. */
function textFields(): readonly { method: string; path: string; field: string }[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody }]) => {
      const { schema } = requestBody?.content?.['application/json'] ?? {}
      const properties = Object.entries((schema && resolved(schema).properties) ?? {})
      return properties
        .filter(([, shape]) => isText(resolved(shape)))
        .map(([field]) => ({ method, path, field }))
    }),
  )
}

function isText({ type, anyOf = [] }: Shape): boolean {
  return [type].flat().includes('string') || anyOf.some((one) => isText(resolved(one)))
}

function resolved(shape: Shape): Shape {
  const name = shape.$ref?.split('/').at(-1)
  return name === undefined ? shape : (document.components.schemas[name] ?? {})
}
