import type { RequestListener } from 'node:http'
import express from 'express'
import type { RequestHandler, Response } from 'express'
import { Passport } from 'passport'
import { Strategy } from 'passport-http-bearer'
import { forExpress } from '../../../adapters/express.js'
import type { ContenderName } from '../contenders.js'
import type { Place } from '../database.js'
import { lookUpIn, openHandWritten } from '../hand-written.js'
import { openKeyward } from '../keyward.js'
import { openBetterAuth } from '../peers.js'
import { keptLookUp } from '../same-coherence.js'

interface Guarded {
  readonly guard: RequestHandler
  /** What else the contender mounts. */
  readonly router?: RequestHandler
}

/** An Express app with one route behind a contender's guard, and one behind a guard that does nothing. */
export async function expressApp(name: ContenderName, place: Place): Promise<RequestListener> {
  const { guard, router } = await guards[name](place)
  const app = express()
  app.disable('x-powered-by')
  app.get('/guarded', guard, hello)
  app.get('/plain', letThrough, hello)
  if (router) app.use('/auth', router)
  return app
}

const guards: Readonly<Record<ContenderName, (place: Place) => Promise<Guarded>>> = {
  unguarded,
  'unguarded-lean': unguarded,
  'no-op': () => Promise.resolve({ guard: byAtOnce(() => nobody) }),
  'by-hand': (place) => Promise.resolve({ guard: byAtOnce(keptLookUp(place)) }),
  keyward: (place) => keyward(place, 'warm'),
  'keyward-lean': (place) => keyward(place, 'warm'),
  'keyward-cold': (place) => keyward(place, 'cold'),
  'find-one': findOne,
  passport,
  'better-auth': betterAuth,
}

function hello(_req: unknown, res: Response): void {
  res.json({ hello: 'world' })
}

function letThrough(_req: unknown, _res: unknown, next: () => void): void {
  next()
}

function unguarded(): Promise<Guarded> {
  return Promise.resolve({ guard: letThrough })
}

async function keyward(place: Place, mode: 'warm' | 'cold'): Promise<Guarded> {
  const { guard, router } = forExpress((await openKeyward(place, mode)).keyward)
  return { guard: guard(), router: router() }
}

async function findOne(place: Place): Promise<Guarded> {
  const lookUp = lookUpIn(await openHandWritten(place))
  return { guard: by(async (token) => (await lookUp(token))?.user ?? null) }
}

async function betterAuth(place: Place): Promise<Guarded> {
  const { verify } = await openBetterAuth(place)
  return { guard: by(verify) }
}

async function passport(place: Place): Promise<Guarded> {
  const lookUp = lookUpIn(await openHandWritten(place))
  const authenticator = new Passport()
  authenticator.use(
    new Strategy((token, done) => {
      lookUp(token).then((found) => {
        done(null, found?.user ?? false)
      }, done)
    }),
  )
  return { guard: authenticator.authenticate('bearer', { session: false }) as RequestHandler }
}

/** A guard that need not wait. */
function byAtOnce(verify: (token: string) => object | null): RequestHandler {
  return (req, res, next) => {
    const header = req.headers.authorization
    const user = header?.startsWith('Bearer ') ? verify(header.slice(7)) : null
    if (!user) {
      res.status(401).end()
      return
    }
    Object.assign(req, { user })
    next()
  }
}

const nobody = Object.freeze({ id: '1', username: 'nobody' })

/** A guard as people write one. */
function by(verify: (token: string) => Promise<object | null>): RequestHandler {
  return async (req, res, next) => {
    const [scheme, token] = req.headers.authorization?.split(' ') ?? []
    const user = scheme === 'Bearer' && token ? await verify(token) : null
    if (!user) {
      res.status(401).end()
      return
    }
    Object.assign(req, { user })
    next()
  }
}
