import { randomUUID } from 'node:crypto'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import bcrypt from 'bcryptjs'
import type { KeywardState } from 'keyward/koa'
import { forKoa } from 'keyward/koa'
import { accountPages } from 'keyward/pages'
import Koa from 'koa'
import session from 'koa-session'
import { openKeyward } from './keyward.js'
import { pathTo, personBy, personOf } from './people.js'

/** An app on koa-session. All that is new in it is marked. */
async function main(): Promise<void> {
  const port = Number(process.env.PORT ?? 3000)
  personOf('ada@example.com', await bcrypt.hash('a password of your choice', 10))

  const app = new Koa<KeywardState>()
  app.keys = [randomUUID()]
  const login = new Router()
  login.get('/login', (ctx) => {
    ctx.body =
      '<form method="post"><input name="username"><input name="password" type="password"><button>Sign in</button></form>'
  })
  login.post('/login', async (ctx) => {
    const { username, password } = (ctx.request.body ?? {}) as Record<string, string>
    const person = await personBy(String(username), String(password))
    if (!person) return ctx.redirect('/login')
    // New: `signedInAt`, since keyward asks when somebody last proved who they are.
    ctx.session = { userId: person.id, signedInAt: Date.now() } as never
    // New: keyward's pages say in `to` where they were.
    ctx.redirect(pathTo(ctx.query.to))
    ctx.status = 303
  })
  login.post('/logout', (ctx) => {
    ctx.session = null
    ctx.redirect('/')
  })

  // New.
  const keyward = await openKeyward(`http://localhost:${String(port)}`)
  const { router, guard, errorHandler } = forKoa(keyward, {
    resolveUser: ({ session }) => {
      const { userId, signedInAt } = (session ?? {}) as { userId?: string; signedInAt?: number }
      return userId ? { userId, amr: ['pwd'], provedAt: signedInAt, sessionId: String(signedInAt) } : null
    },
  })
  app.use(errorHandler())
  app.use(session({ sameSite: 'lax' }, app))
  app.use(bodyParser())
  app.use(login.routes())
  // New, and all the rest.
  app.use(router({ prefix: '/auth', pages: accountPages({ signIn: false }) }))
  const api = new Router<KeywardState>()
  api.get('/orders', guard(), (ctx) => {
    ctx.body = { user: ctx.state.user?.username, orders: [] }
  })
  app.use(api.routes())
  const server = app.listen(port, () => {
    const address = server.address()
    console.log(
      `listening on http://localhost:${String(typeof address === 'object' ? address?.port : address)}`,
    )
  })
}

void main()
