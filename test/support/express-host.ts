import express from 'express'
import { forExpress } from '../../adapters/express.js'
import type { Framework, HostSetup } from './host.js'
import { hostAnswer, hostHeader, hostNotFound, hostRoutes, mountingsAt, trustsOnly10 } from './host.js'

const parsers: Readonly<Record<string, readonly express.RequestHandler[]>> = {
  'json(), urlencoded({ extended: true })': [express.json(), express.urlencoded({ extended: true })],
  // As hosts do that check signatures over what was sent.
  'json({ verify })': [
    express.json({
      verify(req, _res, bytes) {
        Object.assign(req, { rawBody: bytes })
      },
    }),
  ],
  "text({ type: '*/*' })": [express.text({ type: '*/*' })],
  "raw({ type: '*/*' })": [express.raw({ type: '*/*' })],
  // As the parsers of Express 4 do for every type that is not theirs.
  'req.body = {}': [
    (req, _res, next) => {
      req.body = {}
      next()
    },
  ],
  // As hosts do that wait for something first, and leave the stream so.
  'req.pause()': [
    (req, _res, next) => {
      req.pause()
      setImmediate(next)
    },
  ],
}

/** Express 5. */
export const expressFramework: Framework = {
  name: 'express',
  mountings: mountingsAt([
    { kind: 'plain', path: '/auth' },
    { kind: 'plain', path: '/a/b' },
    { kind: 'nested', path: '/outer/inner' },
  ]),
  parsers: Object.keys(parsers),
  host,
}

function host(setup: HostSetup): express.Express {
  const { keyward, mounting, errors, proxy, pages, prefixes, parser, resolveUser } = setup
  const { router, guard, errorHandler, signInUser, signOut } = forExpress(keyward, { resolveUser })
  // Express prints errors in every other environment.
  const app = express().set('env', 'test')
  app.set('trust proxy', proxy === 'throws' ? trustsOnly10 : proxy)
  const inFront = mounting.parser ? [express.json(), express.urlencoded()] : []
  for (const handler of parser === undefined ? inFront : (parsers[parser] ?? [])) app.use(handler)
  if (prefixes) for (const prefix of prefixes) app.use(router({ prefix, pages }))
  else mount(app, mounting.kind === 'nested', mounting.path, router({ pages }))
  for (const { method, path, requires } of hostRoutes) {
    app[method](path, ...(requires ? [guard(requires)] : []), (req, res) => {
      res.json(hostAnswer({ user: req.user ?? null, authInfo: req.authInfo ?? null }))
    })
  }
  // Two guards, as of a router and of its route, and an answer with headers of its own.
  app.get('/api/twice', guard(), guard({ optional: true }), (req, res) => {
    const answer = hostAnswer({ user: req.user ?? null, authInfo: req.authInfo ?? null })
    res.writeHead(200, { [hostHeader]: 'host', 'Content-Type': 'application/json' })
    res.end(JSON.stringify(answer))
  })
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
  if (errors !== 'default') app.use(errorHandler(errors === 'own' ? { own: true } : undefined))
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
