import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'mocha'
import { journey } from './journey/journey.js'
import { packedBefore } from './packed.js'

const nest = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/platform-express',
  'express',
  'reflect-metadata',
  'rxjs',
]
const frameworks = {
  'Express 4': ['express', { express: 'express-4' }],
  'Express 5': ['express', 'express'],
  'Koa 2.16, @koa/router 13': ['koa', { koa: 'koa-2', '@koa/router': 'koa-router-13' }],
  'Koa 3, @koa/router 15': ['koa', 'koa', '@koa/router'],
  'NestJS 11': ['nest', ...nest],
} as const
const lines = { 'TypeORM 0.3': { typeorm: 'typeorm-0.3' }, 'TypeORM 1': 'typeorm' } as const

describe('a journey with the packed package', function () {
  this.timeout(60_000)
  const packed = packedBefore()

  for (const [name, [framework, ...packages]] of Object.entries(frameworks)) {
    for (const [line, typeorm] of Object.entries(lines)) {
      it(`on ${name} and ${line}: sign-in, pages, keys and their end, and a database that is gone for a while`, async () => {
        const app = packed().app([...packages, typeorm, 'better-sqlite3'])
        copyFileSync('test/package/journey/host.cjs', join(app, 'host.cjs'))
        await journey(app, framework)
      })
    }
  }
})
