import express from 'express'
import { forExpress } from '../../adapters/express.js'
import type { Keyward } from '../../src/index.js'

/** Makes an app with keyward's routes, a guarded route, and a sign-in that costs no password. */
export function guardedApp(keyward: Keyward): express.Express {
  const { router, guard, errorHandler, signInUser } = forExpress(keyward)
  const app = express().set('env', 'test')
  app.use('/auth', router())
  app.get('/guarded', guard(), (_req, res) => {
    res.json({ hello: 'world' })
  })
  app.post('/sign-in/:userId', async (req, res) => {
    res.json(await signInUser(res, req.params.userId, { amr: ['pwd'] }))
  })
  app.use(errorHandler())
  return app
}
