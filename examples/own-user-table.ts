import express from 'express'
import type { UserRow, UserStore } from 'keyward'
import { createKeyward } from 'keyward'
import { keywardEntities, keywardMigrations } from 'keyward/entities'
import { forExpress } from 'keyward/express'
import { migrate, typeormStore } from 'keyward/typeorm'
import { DataSource, EntitySchema, LessThan } from 'typeorm'

/** The table the app had all along. Its ids are integers. */
interface Customer {
  id: number
  email: string
  fullName: string
  company: string | null
  blocked: boolean
  passwordHash: string | null
  createdAt: number
}

const Customer = new EntitySchema<Customer>({
  name: 'customer',
  columns: {
    id: { type: Number, primary: true, generated: true },
    email: { type: String, unique: true },
    fullName: { type: String },
    company: { type: String, nullable: true },
    blocked: { type: Boolean, default: false },
    passwordHash: { type: String, nullable: true },
    createdAt: { type: Number },
  },
})

/** What keyward needs to know of it: three reads and one write. Users are made and removed by the app, so those verbs are left out. */
function customerStore(dataSource: DataSource): UserStore {
  const customers = dataSource.getRepository(Customer)
  return {
    byId: async (id) => toUser(/^\d{1,9}$/.test(id) ? await customers.findOneBy({ id: Number(id) }) : null),
    byUsername: async (email) => toUser(await customers.findOneBy({ email })),
    async list({ limit, before }) {
      const where = before === null ? {} : { id: LessThan(Number(before)) }
      const found = await customers.find({ where, order: { id: 'DESC' }, take: limit + 1 })
      return { rows: found.slice(0, limit).flatMap((row) => toUser(row) ?? []), more: found.length > limit }
    },
    async setPasswordHash(id, passwordHash, replaces) {
      const row = { id: Number(id), ...(replaces !== undefined && { passwordHash: replaces }) }
      await customers.update(row, { passwordHash })
    },
  }
}

function toUser(row: Customer | null): UserRow | null {
  return (
    row && {
      id: String(row.id),
      username: row.email,
      displayName: row.fullName,
      organizationId: row.company,
      admin: false,
      disabled: row.blocked,
      passwordHash: row.passwordHash,
      createdAt: row.createdAt,
    }
  )
}

async function main(): Promise<void> {
  const tables = { userId: 'int', user: false } as const
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    database: process.env.DATABASE ?? ':memory:',
    entities: [Customer, ...keywardEntities(tables).all],
    migrations: [...keywardMigrations(tables)],
  })
  await dataSource.initialize()
  // The app's own table comes from the app's own migrations; this one-file example makes it here.
  await dataSource.query(
    `CREATE TABLE IF NOT EXISTS customer (id integer PRIMARY KEY AUTOINCREMENT, email varchar NOT NULL UNIQUE,
     fullName varchar NOT NULL, company varchar, blocked boolean NOT NULL DEFAULT 0, passwordHash varchar, createdAt integer NOT NULL)`,
  )
  await migrate(dataSource)

  const port = Number(process.env.PORT ?? 3000)
  const keyward = createKeyward({
    store: typeormStore(dataSource, { users: customerStore(dataSource) }),
    secrets: [process.env.KEYWARD_SECRET],
    origins: [`http://localhost:${String(port)}`],
    isAdmin: (user) => user.username.endsWith('@staff.example.com'),
  })

  const customers = dataSource.getRepository(Customer)
  const ada = await customers.save({ email: 'ada@staff.example.com', fullName: 'Ada', createdAt: Date.now() })
  await keyward.users.setPassword(String(ada.id), 'a password of your choice')

  const { router, guard, errorHandler } = forExpress(keyward)
  const app = express()
  app.use('/auth', router())
  app.get('/orders', guard(), (req, res) => {
    res.json({ customer: Number(req.user?.id), orders: [] })
  })
  // What the app does to its own table, it tells keyward: sessions and tokens of a blocked customer end at once.
  app.post('/orders/block-me', guard({ credentials: ['session'] }), async (req, res) => {
    await customers.update({ id: Number(req.user?.id) }, { blocked: true })
    await keyward.users.changed(String(req.user?.id))
    res.sendStatus(204)
  })
  app.use(errorHandler())
  const server = app.listen(port, () => {
    const address = server.address()
    console.log(
      `listening on http://localhost:${String(typeof address === 'object' ? address?.port : address)}`,
    )
  })
}

void main()
