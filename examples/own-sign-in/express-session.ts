import { randomUUID } from 'node:crypto'
import bcrypt from 'bcryptjs'
import express from 'express'
import session from 'express-session'
import { forExpress } from 'keyward/express'
import { accountPages } from 'keyward/pages'
import passport from 'passport'
import { Strategy } from 'passport-local'
import { openKeyward } from './keyward.js'
import { pathTo, personBy, personOf } from './people.js'

declare module 'express-session' {
  interface SessionData {
    passport?: { readonly user?: string }
    signedInAt?: number
  }
}

/** An app on express-session and passport-local. All that is new in it is marked. */
async function main(): Promise<void> {
  const port = Number(process.env.PORT ?? 3000)
  personOf('ada@example.com', await bcrypt.hash('a password of your choice', 10))
  passport.use(
    new Strategy((email, password, done) => {
      personBy(email, password).then((person) => {
        done(null, (person ?? false) as Express.User | false)
      }, done)
    }),
  )
  passport.serializeUser<string>((person, done) => {
    done(null, person.id)
  })
  passport.deserializeUser<string>((id, done) => {
    done(null, { id } as Express.User)
  })

  const app = express()
  const cookie = { sameSite: 'lax', httpOnly: true } as const
  app.use(session({ secret: randomUUID(), resave: false, saveUninitialized: false, cookie }))
  app.use(passport.session())
  app.get('/login', (_req, res) => {
    res.send(
      '<form method="post"><input name="username"><input name="password" type="password"><button>Sign in</button></form>',
    )
  })
  const password = passport.authenticate('local', { failureRedirect: '/login' }) as express.RequestHandler
  app.post('/login', express.urlencoded(), password, (req, res) => {
    // New: keyward asks when somebody last proved who they are.
    req.session.signedInAt = Date.now()
    // New: keyward's pages say in `to` where they were.
    res.redirect(303, pathTo(req.query.to))
  })
  app.post('/logout', (req, res, next) => {
    req.logout((error: unknown) => {
      if (error) next(error)
      else res.redirect(303, '/')
    })
  })

  // New, and all the rest.
  const keyward = await openKeyward(`http://localhost:${String(port)}`)
  const { router, guard, errorHandler } = forExpress(keyward, {
    // The session's own user: `req.user` is what guards set.
    resolveUser: ({ session }) => {
      const userId = session.passport?.user
      return userId ? { userId, amr: ['pwd'], provedAt: session.signedInAt, sessionId: session.id } : null
    },
  })
  app.use('/auth', router({ pages: accountPages({ signIn: false }) }))
  app.get('/orders', guard(), (req, res) => {
    res.json({ user: req.user?.username, orders: [] })
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
