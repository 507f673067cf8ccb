import express from 'express'
import type { RequestHandler } from 'express'
import { createKeyward } from 'keyward'
import { keywardEntities, keywardMigrations } from 'keyward/entities'
import { forExpress } from 'keyward/express'
import { bearerStrategy } from 'keyward/passport'
import { migrate, typeormStore } from 'keyward/typeorm'
import passport from 'passport'
import { DataSource } from 'typeorm'

/** An app that is on passport already: keyward's keys and tokens become one more strategy, and its guards stay as they are. */
async function main(): Promise<void> {
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    database: process.env.DATABASE ?? ':memory:',
    entities: [...keywardEntities().all],
    migrations: [...keywardMigrations()],
  })
  await dataSource.initialize()
  await migrate(dataSource)

  const port = Number(process.env.PORT ?? 3000)
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    secrets: [process.env.KEYWARD_SECRET],
    origins: [`http://localhost:${String(port)}`],
    scopes: { 'jobs:read': 'Read jobs' },
  })
  passport.use(bearerStrategy(keyward))

  const { router, errorHandler } = forExpress(keyward)
  const app = express()
  app.use('/auth', router())
  const bearer = passport.authenticate('bearer', { session: false }) as RequestHandler
  app.get('/jobs', bearer, (req, res) => {
    res.json({ hello: req.user?.username, scopes: req.authInfo?.scopes })
  })
  app.use(errorHandler())

  await keyward.users.create({ username: 'ada', password: 'a password of your choice' })
  const server = app.listen(port, () => {
    const address = server.address()
    console.log(
      `listening on http://localhost:${String(typeof address === 'object' ? address?.port : address)}`,
    )
  })
}

void main()
