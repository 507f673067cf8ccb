import assert from 'node:assert/strict'
import { it } from 'mocha'
import { describeSection } from '../../support/guide.js'
import { freePort } from '../../support/process.js'

/** The table of users was there before keyward: made by the app itself, with somebody in it who has no password yet. */
const before = `
import 'reflect-metadata'
import { DataSource } from 'typeorm'
import { User } from './user.entity'

async function main(): Promise<void> {
  const own = { type: 'better-sqlite3' as const, database: 'app.db', entities: [User], synchronize: true }
  const dataSource = await new DataSource(own).initialize()
  const { id } = await dataSource.getRepository(User).save({ email: 'linus@example.com', passwordHash: null })
  console.log(id)
  await dataSource.destroy()
}
void main()
`
const packages = ['express', 'better-sqlite3', 'reflect-metadata']

describeSection('Own users', (section, make) => {
  for (const line of ['typeorm', 'typeorm-0.3']) {
    for (const [kind, id] of [
      ['integers', /^[1-9]\d*$/],
      ['UUIDs', /^[0-9a-f]{8}-[0-9a-f-]{27}$/],
    ] as const) {
      it(`users with ids that are ${kind} register, sign in, and are out when they are blocked: ${line}`, async () => {
        const port = await freePort()
        const edit = kind === 'UUIDs' ? withUuids : undefined
        const app = make(port, { packages: [...packages, { typeorm: line }], edit })
        app.write('before.ts', before)
        app.compile()
        await app.sh('node before.js')
        await using served = await app.start('app.js')

        const ada = { email: 'Ada@staff.example.com', password: 'a long one for the guide' }
        const made = await post('/register', ada)
        assert.equal(made.status, 201)
        const { id: userId } = (await made.json()) as { id: string }
        assert.match(userId, id)
        const signedIn = await post('/auth/session', { username: ada.email, password: ada.password })
        assert.equal(signedIn.status, 201)
        const Cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
        assert.deepEqual(await (await get('/orders')).json(), { user: userId, orders: [] })

        const names = async (query: string): Promise<readonly string[]> => {
          const { items } = (await (await get(`/auth/admin/users${query}`)).json()) as {
            items: { id: string; username: string }[]
          }
          return items.map(({ username }) => username)
        }
        assert.deepEqual((await names('')).toSorted(), ['ada@staff.example.com', 'linus@example.com'])
        assert.equal((await get('/auth/admin/users/nobody%00')).status, 404)

        assert.equal((await post('/close-account', {}, { Cookie })).status, 204)
        assert.equal((await get('/orders')).status, 401)

        function get(path: string): Promise<Response> {
          return fetch(served.url + path, { headers: { Cookie } })
        }
        function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
          const json = { 'Content-Type': 'application/json', ...headers }
          return fetch(served.url + path, { method: 'POST', headers: json, body: JSON.stringify(body) })
        }
      })
    }
  }

  /** What the page says of UUIDs, done by hand. */
  function withUuids(file: string, text: string): string {
    const toId = section.files.get('to-uuid.ts')?.replace('export ', '') ?? ''
    return text
      .replace('@PrimaryGeneratedColumn()\n  id!: number', "@PrimaryGeneratedColumn('uuid')\n  id!: string")
      .replace("userId: 'int'", "userId: 'uuid'")
      .replace(/^function toId[^]*?^}\n/m, file === 'user-store.ts' ? toId : '$&')
  }
})
