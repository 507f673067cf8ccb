// A host as a person writes it in plain JavaScript, in CommonJS: `node host.cjs express|koa|nest`. It has /auth, /plain and, guarded, /hello.
const { createServer } = require('node:http')
const process = require('node:process')
const { DataSource } = require('typeorm')
const { createKeyward } = require('keyward')
const { keywardEntities, keywardMigrations } = require('keyward/entities')
const { accountPages } = require('keyward/pages')
const { migrate, typeormStore } = require('keyward/typeorm')

const hosts = {
  async express(keyward) {
    const express = require('express')
    const { router, guard, errorHandler } = require('keyward/express').forExpress(keyward)
    const app = express()
    app.use(express.json())
    app.use('/auth', router({ pages: accountPages() }))
    app.get('/plain', (req, res) => res.json({}))
    app.get('/hello', guard({ scopes: ['hello'] }), (req, res) => res.json({ hello: req.user.username }))
    app.use(errorHandler())
    return app
  },

  async koa(keyward) {
    const Koa = require('koa')
    const Router = require('@koa/router')
    const { router, guard, errorHandler } = require('keyward/koa').forKoa(keyward)
    const own = new Router()
    own.get('/plain', (ctx) => void (ctx.body = {}))
    own.get('/hello', guard({ scopes: ['hello'] }), (ctx) => {
      ctx.body = { hello: ctx.state.user.username }
    })
    const app = new Koa()
    app.use(errorHandler())
    app.use(router({ prefix: '/auth', pages: accountPages() }))
    app.use(own.routes())
    return app.callback()
  },

  async nest(keyward) {
    require('reflect-metadata')
    const { Controller, Get, UseGuards } = require('@nestjs/common')
    const { NestFactory } = require('@nestjs/core')
    const { guard, exceptionFilter, module, User } = require('keyward/nest').forNest(keyward)
    class Greeter {
      plain() {
        return {}
      }
      hello(user) {
        return { hello: user.username }
      }
    }
    // What TypeScript makes of decorators.
    const put = (name, ...decorators) => {
      const descriptor = Object.getOwnPropertyDescriptor(Greeter.prototype, name)
      for (const decorator of decorators) decorator(Greeter.prototype, name, descriptor)
    }
    put('plain', Get('plain'))
    put('hello', Get('hello'), UseGuards(guard({ scopes: ['hello'] })))
    User()(Greeter.prototype, 'hello', 0)
    Controller()(Greeter)
    const imports = [module({ path: '/auth', pages: accountPages() })]
    const root = { module: class AppModule {}, imports, controllers: [Greeter] }
    const app = await NestFactory.create(root, { logger: ['error', 'warn'], abortOnError: false })
    app.useGlobalFilters(exceptionFilter)
    await app.init()
    return app.getHttpAdapter().getInstance()
  },
}

async function main() {
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    database: 'app.db',
    entities: [...keywardEntities().all],
    migrations: [...keywardMigrations()],
  })
  await migrate(await dataSource.initialize())
  const port = Number(process.env.PORT)
  const keyward = createKeyward({
    store: typeormStore(dataSource),
    secrets: ['a secret for the journey, of 32 bytes or more'],
    origins: [`http://localhost:${port}`],
    scopes: { hello: 'be greeted' },
  })
  await keyward.users.create({ username: 'ada', password: process.env.PASSWORD })
  const handler = await hosts[process.argv[2]](keyward)
  createServer(handler).listen(port)
}

void main()
