import 'reflect-metadata'
import type { RequestListener } from 'node:http'
import * as nest from '@nestjs/common'
import type { ArgumentsHost, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { Response } from 'express'
import { forNest } from '../../adapters/nest.js'
import type { NestKeyward } from '../../adapters/nest.js'
import type { Passed } from '../../src/index.js'
import type { Framework, HostSetup } from './host.js'
import { hostAnswer, hostHeader, hostNotFound, hostRoutes, mountingsAt, trustsOnly10 } from './host.js'

/** Nest's own parser stands in front of everything, unless it is told not to. */
const parsers = { 'Nest’s own': {}, 'Nest’s own, rawBody: true': { rawBody: true } } as const

/** NestJS 11 on Express 5. */
export const nestFramework: Framework = {
  name: 'nest',
  mountings: mountingsAt([
    { kind: 'plain', path: '/auth' },
    { kind: 'prefix', path: '/outer/inner' },
  ]),
  parsers: Object.keys(parsers),
  host,
}

/** Nest starts asynchronously: a request waits until it has. */
function host(setup: HostSetup): RequestListener {
  const started = start(setup)
  return (req, res) => void started.then((app) => app(req, res))
}

async function start(setup: HostSetup): Promise<RequestListener> {
  const { keyward, mounting, errors, proxy, pages, parser, resolveUser } = setup
  const bound = forNest(keyward, { resolveUser })
  const [path, prefix] = mounting.kind === 'prefix' ? split(mounting.path) : [mounting.path]
  const root = { module: class HostModule {}, imports: [bound.module({ path, pages })] }
  const options =
    parser === undefined ? { bodyParser: mounting.parser } : parsers[parser as keyof typeof parsers]
  const app = await NestFactory.create<NestExpressApplication>(
    { ...root, controllers: [controller(bound)] },
    { logger: false, abortOnError: false, ...options },
  )
  app.set('trust proxy', proxy === 'throws' ? trustsOnly10 : proxy)
  if (prefix !== undefined) app.setGlobalPrefix(prefix, { exclude: ['api/*rest'] })
  app.useGlobalFilters(notFoundFilter(), ...(errors === 'default' ? [] : [bound.exceptionFilter]))
  await app.init()
  return app.getHttpAdapter().getInstance() as RequestListener
}

function split(path: string): [path: string, prefix: string] {
  const at = path.lastIndexOf('/')
  return [path.slice(at), path.slice(0, at)]
}

/** The host's routes, with the decorators that a person writes put on by hand: tests are compiled without their types. */
function controller({ guard, User, AuthInfo, signInUser, signOut }: NestKeyward): Type {
  class HostController {
    twice(user: Passed['user'], authInfo: Passed['authInfo']): object {
      return hostAnswer({ user, authInfo })
    }
    async signIn(res: Response, userId: string, amr = 'otp'): Promise<object> {
      return signInUser(res, userId, { amr: [amr] })
    }
    async signOut(res: Response): Promise<void> {
      await signOut(res)
    }
    teapot(): never {
      throw new nest.HttpException('short and stout', 418)
    }
  }
  const { prototype } = HostController
  for (const [i, { method, path, requires }] of hostRoutes.entries()) {
    const name = `route${String(i)}`
    const value = (user: Passed['user'], authInfo: Passed['authInfo']) => hostAnswer({ user, authInfo })
    Object.defineProperty(prototype, name, { value })
    const guards = requires ? [nest.UseGuards(guard(requires))] : []
    decorate(name, [method === 'get' ? nest.Get(path) : nest.Post(path), nest.HttpCode(200), ...guards])
    User()(prototype, name, 0)
    AuthInfo()(prototype, name, 1)
  }
  // Two guards, as of a controller and of its handler, and an answer with headers of its own.
  const guards = nest.UseGuards(guard(), guard({ optional: true }))
  decorate('twice', [nest.Get('/api/twice'), nest.Header(hostHeader, 'host'), guards])
  User()(prototype, 'twice', 0)
  AuthInfo()(prototype, 'twice', 1)
  decorate('signIn', [nest.Post('/api/sso/:userId{/:amr}'), nest.HttpCode(200)])
  nest.Res({ passthrough: true })(prototype, 'signIn', 0)
  nest.Param('userId')(prototype, 'signIn', 1)
  nest.Param('amr')(prototype, 'signIn', 2)
  decorate('signOut', [nest.Delete('/api/sso'), nest.HttpCode(204)])
  nest.Res({ passthrough: true })(prototype, 'signOut', 0)
  decorate('teapot', [nest.Get('/api/teapot')])
  nest.Controller()(HostController)
  return HostController

  function decorate(name: string, decorators: readonly MethodDecorator[]): void {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name) ?? {}
    for (const decorator of decorators) decorator(prototype, name, descriptor)
  }
}

/** What a host does with its own errors, and keyward must leave to it. */
function notFoundFilter(): nest.ExceptionFilter {
  class NotFoundFilter implements nest.ExceptionFilter {
    catch(_error: unknown, context: ArgumentsHost): void {
      const res = context.switchToHttp().getResponse<Response>()
      res.set(hostHeader, 'host').status(404).json(hostNotFound)
    }
  }
  nest.Catch(nest.NotFoundException)(NotFoundFilter)
  return new NotFoundFilter()
}
