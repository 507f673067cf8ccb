import { randomUUID } from 'node:crypto'
import express from 'express'
import session from 'express-session'
import { forExpress } from 'keyward/express'
import { accountPages } from 'keyward/pages'
import * as oidc from 'openid-client'
import { openKeyward } from './keyward.js'
import { pathTo, personOf } from './people.js'

declare module 'express-session' {
  interface SessionData {
    /** The sign-in under way. */
    login?: { readonly state: string; readonly verifier: string; readonly to: string }
    user?: { readonly id: string; readonly amr: readonly string[]; readonly signedInAt: number }
  }
}

/** An app whose people sign in at an OpenID provider. All that is new in it is marked. */
async function main(): Promise<void> {
  const port = Number(process.env.PORT ?? 3000)
  const origin = `http://localhost:${String(port)}`
  const issuer = new URL(process.env.ISSUER ?? 'http://localhost:4000')
  // Providers are reached by https; the one of this example is on the same machine.
  const insecure = issuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : undefined
  const provider = await oidc.discovery(issuer, 'app', process.env.CLIENT_SECRET, undefined, insecure)

  const app = express()
  const cookie = { sameSite: 'lax', httpOnly: true } as const
  app.use(session({ secret: randomUUID(), resave: false, saveUninitialized: false, cookie }))
  app.get('/login', async (req, res) => {
    const [state, verifier] = [oidc.randomState(), oidc.randomPKCECodeVerifier()]
    req.session.login = { state, verifier, to: pathTo(req.query.to) }
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: `${origin}/login/callback`,
      scope: 'openid',
      state,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      // New: `auth_time` in the ID token, and a password again where keyward asks for one.
      max_age: req.query.again === '1' ? '0' : '36000',
    })
    res.redirect(url.href)
  })
  app.get('/login/callback', async (req, res, next) => {
    const { login } = req.session
    if (!login) return void res.redirect('/login')
    const checks = { expectedState: login.state, pkceCodeVerifier: login.verifier, idTokenExpected: true }
    const tokens = await oidc.authorizationCodeGrant(provider, new URL(req.originalUrl, origin), checks)
    const claims = tokens.claims()
    if (!claims) return void res.redirect('/login')
    const { id } = personOf(claims.sub)
    req.session.regenerate((error: unknown) => {
      if (error) return next(error)
      // New: what the provider says was proved, and when.
      const amr = (claims.amr as string[] | undefined) ?? ['pwd']
      req.session.user = { id, amr, signedInAt: Number(claims.auth_time) * 1000 }
      res.redirect(303, login.to)
    })
  })
  app.post('/logout', (req, res) => {
    req.session.destroy(() => {
      res.redirect(303, '/')
    })
  })

  // New, and all the rest.
  const keyward = await openKeyward(origin)
  const { router, guard, errorHandler } = forExpress(keyward, {
    resolveUser: ({ session: { user, id } }) =>
      user ? { userId: user.id, amr: user.amr, provedAt: user.signedInAt, sessionId: id } : null,
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
