import assert from 'node:assert/strict'
import express from 'express'
import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { describe, it } from 'mocha'
import supertest from 'supertest'
import { forExpress } from '../../adapters/express.js'
import { expressFramework } from '../support/express-host.js'
import { appFor } from '../support/suite.js'

const unknownKey = `Bearer kwk_${'a'.repeat(36)}`
/** As a framework that looks at no promise: Express 4 does not, and there one that is rejected ends the process. */
function unseen(handler: RequestHandler, answers: unknown[]): RequestHandler {
  return (req: Request, res: Response, next: NextFunction): void => {
    answers.push(handler(req, res, next))
  }
}

describe('Express without promises', () => {
  const app = appFor(expressFramework)

  it('is told by next(error) of all that a guard refuses', async () => {
    const { guard, errorHandler } = forExpress(app().keyward)
    const answers: unknown[] = []
    const host = express().set('env', 'test')
    host.get('/guarded', unseen(guard(), answers), (_req, res) => void res.end())
    host.get('/page', unseen(guard({ redirect: true }), answers), (_req, res) => void res.end())
    host.use(errorHandler())
    const get = (path: string, headers: Record<string, string>) => supertest(host).get(path).set(headers)
    for (const path of ['/guarded', '/page']) {
      assert.equal((await get(path, { Authorization: unknownKey })).status, 401)
      assert.equal((await get(path, { Authorization: 'Bearer' })).status, 400)
      assert.equal((await get(path, {})).status, 401)
      assert.equal((await get(path, { Cookie: `keyward=kws_${'a'.repeat(36)}` })).status, 401)
    }
    assert.equal((await get('/page', { Accept: 'text/html' })).status, 303)
    assert.deepEqual(
      answers,
      answers.map(() => undefined),
    )
  })

  it('keeps what its own handlers throw: nobody else hears of it, and it is told once', async () => {
    const { guard } = forExpress(app().keyward)
    const told: unknown[] = []
    const own = new Error('short and stout')
    const host = express().get('/own', guard({ optional: true }), () => {
      throw own
    })
    host.use(((error, _req, res, _next) => {
      told.push(error)
      res.status(418).end()
    }) as express.ErrorRequestHandler)
    for (const headers of [{}, { Cookie: 'other=1' }]) {
      assert.equal((await supertest(host).get('/own').set(headers)).status, 418)
    }
    assert.deepEqual(told, [own, own])
  })

  it('is told by next(error) of what goes wrong in a route, such as that somebody else has answered', async () => {
    const { router } = forExpress(app().keyward)
    const [answers, told]: [unknown[], { code?: unknown }[]] = [[], []]
    const ours = router()
    for (const { route } of ours.stack) {
      for (const layer of route?.stack ?? []) layer.handle = unseen(layer.handle as RequestHandler, answers)
    }
    const host = express().use((_req, res, next) => {
      res.status(503).end('too late')
      next()
    }, ours)
    host.use(((error: { code?: unknown }, _req, _res, _next) => {
      told.push(error)
    }) as express.ErrorRequestHandler)
    assert.equal((await supertest(host).get('/session')).text, 'too late')
    assert.equal((await supertest(host).post('/session').send({})).text, 'too late')
    assert.deepEqual(answers, [undefined, undefined])
    assert.deepEqual(
      told.map(({ code }) => code),
      ['ERR_HTTP_HEADERS_SENT', 'ERR_HTTP_HEADERS_SENT'],
    )
  })
})
