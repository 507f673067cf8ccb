import express from 'express'
import { forExpress } from 'keyward/express'
import { accountPages } from 'keyward/pages'
import { frontPage } from './demo/front-page.js'
import { runDemo } from './demo/run.js'

/** The demo host in Express. */
runDemo((keyward, url) => {
  const { router, guard, errorHandler } = forExpress(keyward)
  const app = express()
  app.disable('x-powered-by')
  app.use(express.json(), express.urlencoded({ extended: true }))
  app.use('/auth', router({ pages: accountPages() }))

  app.get('/', (_req, res) => {
    res.type('html').send(frontPage(url))
  })
  app.get('/api/plain', (_req, res) => {
    res.json({ hello: 'world' })
  })
  app.get('/api/hello', guard(), (req, res) => {
    res.json({ hello: req.user?.username, kind: req.authInfo?.credential.kind, scopes: req.authInfo?.scopes })
  })
  app.get('/api/optional', guard({ optional: true }), (req, res) => {
    res.json({ hello: req.user?.username ?? null })
  })
  app.get('/api/reports', guard({ scopes: ['reports:read'] }), (_req, res) => {
    res.json({ reports: ['January', 'February'] })
  })
  app.post('/api/reports', guard({ scopes: ['reports:write'] }), (_req, res) => {
    res.status(201).json({ stored: true })
  })
  app.get('/api/vault', guard({ credentials: ['session'], recent: true }), (_req, res) => {
    res.json({ vault: 'open' })
  })

  app.use(errorHandler())
  return app
})
