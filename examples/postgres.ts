import express from 'express'
import { createKeyward } from 'keyward'
import { keywardEntities, keywardMigrations } from 'keyward/entities'
import { forExpress } from 'keyward/express'
import { migrate, typeormStore } from 'keyward/typeorm'
import { DataSource } from 'typeorm'

/** The same app on PostgreSQL: start as many processes of it as you like, each may run the migrations. */
async function main(): Promise<void> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: process.env.DATABASE_URL ?? 'postgres://localhost/app',
    entities: [...keywardEntities().all],
    migrations: [...keywardMigrations()],
    extra: { max: 10 },
  })
  await dataSource.initialize()
  await migrate(dataSource)

  const port = Number(process.env.PORT ?? 3000)
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    // The same in every process: what one process issues, the others verify.
    secrets: [process.env.KEYWARD_SECRET],
    origins: [`http://localhost:${String(port)}`],
  })
  if (!(await keyward.users.byUsername('ada'))) {
    await keyward.users.create({ username: 'ada', password: 'a password of your choice', admin: true })
  }

  const { router, guard, errorHandler } = forExpress(keyward)
  const app = express()
  app.use('/auth', router())
  app.get('/jobs', guard(), (req, res) => {
    res.json({ hello: req.user?.username })
  })
  app.use(errorHandler())
  const server = app.listen(port, () => {
    const address = server.address()
    console.log(
      `listening on http://localhost:${String(typeof address === 'object' ? address?.port : address)}`,
    )
  })

  process.once('SIGTERM', () => {
    server.close(() => void keyward.close().then(() => dataSource.destroy()))
  })
}

void main()
