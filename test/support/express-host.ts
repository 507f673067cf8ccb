import express from 'express'
import { forExpress } from '../../adapters/express.js'
import type { Framework, HostSetup } from './host.js'
import { hostAnswer, hostHeader, hostNotFound, hostRoutes, mountingsAt } from './host.js'

/** Express 5. */
export const expressFramework: Framework = {
  name: 'express',
  mountings: mountingsAt([
    { kind: 'plain', path: '/auth' },
    { kind: 'plain', path: '/a/b' },
    { kind: 'nested', path: '/outer/inner' },
  ]),
  host,
}

function host({ keyward, mounting, errors, proxy, pages }: HostSetup): express.Express {
  const { router, guard, errorHandler, signInUser, signOut } = forExpress(keyward)
  // Express prints errors in every other environment.
  const app = express().set('env', 'test').set('trust proxy', proxy)
  if (mounting.parser) app.use(express.json(), express.urlencoded())
  mount(app, mounting.kind === 'nested', mounting.path, router({ pages }))
  for (const { method, path, requires } of hostRoutes) {
    app[method](path, ...(requires ? [guard(requires)] : []), (req, res) => {
      res.json(hostAnswer({ user: req.user ?? null, authInfo: req.authInfo ?? null }))
    })
  }
  app.post('/api/sso/:userId{/:amr}', async (req, res) => {
    const { userId = '', amr = 'otp' } = req.params
    res.json(await signInUser(res, userId, { amr: [amr] }))
  })
  app.delete('/api/sso', async (_req, res) => {
    await signOut(res)
    res.status(204).end()
  })
  app.get('/api/teapot', () => {
    throw Object.assign(new Error('short and stout'), { status: 418 })
  })
  app.use((_req, res) => {
    res.set(hostHeader, 'host').status(404).json(hostNotFound)
  })
  if (errors === 'problem') app.use(errorHandler())
  return app
}

function mount(app: express.Express, nested: boolean, path: string, router: express.Router): void {
  if (!nested) {
    app.use(path, router)
    return
  }
  const at = path.lastIndexOf('/')
  app.use(path.slice(0, at), express.Router().use(path.slice(at), router))
}
