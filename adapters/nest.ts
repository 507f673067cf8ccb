import { Catch, Inject, Module, createParamDecorator } from '@nestjs/common'
import type {
  ArgumentsHost,
  CanActivate,
  DynamicModule,
  ExceptionFilter,
  MiddlewareConsumer,
  NestModule,
  // NestJS 12 is of ES modules, and what is published here is not.
} from '@nestjs/common' with { 'resolution-mode': 'import' }
import { HttpAdapterHost } from '@nestjs/core'
import { KeywardError } from '../src/index.js'
import type { GuardOptions, Keyward, Pages } from '../src/index.js'
import { forExpress } from './express.js'
import type { ExpressKeyward, ExpressOptions } from './express.js'

/** Where keyward's routes stand in a Nest app, and whether pages stand beside them. */
export interface NestModuleOptions {
  /** As of a controller: the global prefix of the app comes before it. */
  readonly path: string
  /** The account pages, as `accountPages()` makes them. Default: none. */
  readonly pages?: Pages
}

/** keyward in a Nest app on Express. */
export interface NestKeyward {
  /** Guards a handler, a controller or the app: `@UseGuards(guard({ scopes: ['jobs:read'] }))`. */
  guard(requires?: GuardOptions): CanActivate
  /** Answers keyward's refusals as problem details, with all their headers: `app.useGlobalFilters(exceptionFilter)`. */
  readonly exceptionFilter: ExceptionFilter<KeywardError>
  /** All of keyward's routes, and pages where given: `imports: [module({ path: '/auth', pages: accountPages() })]`. */
  module(options: NestModuleOptions): DynamicModule
  /** Who passed the guard, `null` = nobody: `@User() user`. */
  readonly User: () => ParameterDecorator
  /** How they proved who they are, `null` = nobody did: `@AuthInfo() authInfo`. */
  readonly AuthInfo: () => ParameterDecorator
  /** Signs in, in this browser, a user whom the app has authenticated itself; the response is that of `@Res({ passthrough: true })`. */
  readonly signInUser: ExpressKeyward['signInUser']
  /** Signs this browser out. */
  readonly signOut: ExpressKeyward['signOut']
}

type Handler = ReturnType<ExpressKeyward['guard']>
type ErrorHandler = ReturnType<ExpressKeyward['errorHandler']>
type Request = Parameters<Handler>[0]
type Response = Parameters<Handler>[1]
type Next = Parameters<Handler>[2]

/**
 * Binds keyward to NestJS 10, 11 or 12 on Express. Throws a TypeError for options that it does not know; they are those of `forExpress`.
 *
 * @example
 * const { guard, exceptionFilter, module, User } = forNest(keyward)
 */
export function forNest(keyward: Keyward, options: ExpressOptions = {}): NestKeyward {
  const { router, guard, errorHandler, signInUser, signOut } = forExpress(keyward, options)
  return Object.freeze({
    guard: (requires) => guardOf(guard(requires)),
    exceptionFilter: filterOf(errorHandler()),
    module({ path, pages, ...unknown }) {
      refuseNonsense(path, unknown)
      return moduleAt(path, router({ pages }), errorHandler())
    },
    User: createParamDecorator((_, context) => http(context).request.user ?? null),
    AuthInfo: createParamDecorator((_, context) => http(context).request.authInfo ?? null),
    signInUser,
    signOut,
  } satisfies NestKeyward)
}

/** Where `pass` leads a browser away instead of calling `next`, it has answered, and Nest has nothing left to do: it waits for no more. */
function guardOf(pass: Handler): CanActivate {
  return Object.freeze({
    canActivate(context: ArgumentsHost) {
      const { request, response } = http(context)
      return new Promise<boolean>((resolve, reject) => {
        const next: Next = (error?: unknown) => {
          if (error === undefined) {
            resolve(true)
            return
          }
          // Here already, for whichever exception filter answers.
          if (error instanceof KeywardError) response.set(error.headers)
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
          reject(error)
        }
        void pass(request, response, next)
      })
    },
  } satisfies CanActivate)
}

/** Catches nothing but what keyward refused: all else goes to the app's other filters, and to Nest's own. */
function filterOf(answer: ErrorHandler): ExceptionFilter<KeywardError> {
  class KeywardExceptionFilter implements ExceptionFilter<KeywardError> {
    catch(error: KeywardError, host: ArgumentsHost): void {
      // Whoever speaks another protocol has a filter of their own for it.
      if (host.getType() !== 'http') throw error
      const { request, response, next } = http(host)
      void answer(error, request, response, next)
    }
  }
  Catch(KeywardError)(KeywardExceptionFilter)
  return new KeywardExceptionFilter()
}

/** As middleware, before all controllers and after what the app has put in front of them, Nest's body parser among it. */
function moduleAt(path: string, router: Handler, answer: ErrorHandler): DynamicModule {
  class KeywardModule implements NestModule {
    constructor(private readonly host: HttpAdapterHost) {}

    configure(consumer: MiddlewareConsumer): void {
      const { httpAdapter } = this.host
      if (httpAdapter.getType() !== 'express') throw new TypeError('keyward/nest works on platform-express')
      httpAdapter.use(ofParser(path, answer))
      consumer
        .apply((request: Request, response: Response, next: Next) => {
          // Such as a path that cannot be decoded, of which Nest would make an answer of its own.
          const failed: Next = (error?: unknown) => {
            if (error === undefined) next()
            else answer(error, request, response, next)
          }
          router(request, response, failed)
        })
        .forRoutes(path)
    }
  }
  Inject(HttpAdapterHost)(KeywardModule, undefined, 0)
  Module({})(KeywardModule)
  return { module: KeywardModule }
}

/** What the parser in front refuses of a request for keyward, which Nest would answer with a piece of it. Nest alone knows the prefix before `path`. */
function ofParser(path: string, answer: ErrorHandler): ErrorHandler {
  const handler = (...call: [error: unknown, request: Request, response: Response, next: Next]): void => {
    const [error, request, , next] = call
    const [asked = ''] = request.originalUrl.split('?')
    if (`${asked}/`.includes(`${path}/`)) void answer(...call)
    else next(error)
  }
  // Express knows an error handler by its four parameters.
  return Object.defineProperty(handler, 'length', { value: 4 })
}

function refuseNonsense(path: unknown, unknown: object): void {
  const problems = [
    ...Object.keys(unknown).map((key) => `${key} is not an option`),
    ...(typeof path === 'string' && /^(?:\/[\w.~-]+)+$/.test(path)
      ? []
      : ['path must be one, such as /auth']),
  ]
  if (problems.length > 0) throw new TypeError(`module: ${problems.join('; ')}`)
}

/** What has no request of HTTP nobody can pass: an error, and no pass. */
function http(context: ArgumentsHost): { request: Request; response: Response; next: Next } {
  if (context.getType() !== 'http') throw new TypeError('keyward knows who asks over HTTP, and nobody else')
  const of = context.switchToHttp()
  return { request: of.getRequest<Request>(), response: of.getResponse<Response>(), next: of.getNext<Next>() }
}
