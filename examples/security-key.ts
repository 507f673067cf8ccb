import { join } from 'node:path'
import express from 'express'
import { createKeyward } from 'keyward'
import { keywardEntities, keywardMigrations } from 'keyward/entities'
import { forExpress } from 'keyward/express'
import { migrate, typeormStore } from 'keyward/typeorm'
import { DataSource } from 'typeorm'

/** Registering a security key and signing in with it. The browser's part is in `security-key/`. */
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
    // Security keys are bound to the domain: open the page as localhost, not as 127.0.0.1.
    origins: [`http://localhost:${String(port)}`],
    productName: 'Security key example',
  })

  const { router, guard, errorHandler } = forExpress(keyward)
  const app = express()
  app.use('/auth', router())
  // Only for those who took the second step.
  app.get('/vault', guard({ mfa: true }), (req, res) => {
    res.json({ hello: req.user?.username, amr: req.authInfo?.amr })
  })
  app.use((_req, res, next) => {
    res.set('Content-Security-Policy', "default-src 'none'; script-src 'self'; connect-src 'self'")
    next()
  })
  app.use(express.static(join(import.meta.dirname, 'security-key')))
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
