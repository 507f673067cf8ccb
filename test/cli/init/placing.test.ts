import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { packageJson, smallExpress, triedApps } from './try-init.js'

const express = packageJson({ express: '^5.1.0' })

describe('where init puts its lines', () => {
  const appWith = triedApps()

  it('writes as the app is written: semicolons, quotation marks, line breaks, names that are taken', async () => {
    const text = smallExpress
      .replaceAll("'", '"')
      .replace(/(\)|")$/gm, '$1;')
      .replace('app.get', 'const guard = 1;\napp.get')
    const app = appWith({ 'package.json': express, 'app.js': text.replaceAll('\n', '\r\n') })
    await app.init(['--yes'])
    const after = app.read('app.js')
    assert.deepEqual(after.match(/[^\r]\n/g), null)
    assert.match(after, /const \{ router, guard: keywardGuard, errorHandler \} = forExpress\(keyward\);\r\n/)
    assert.match(after, /app\.use\("\/auth", router\(\{ pages: accountPages\(\) \}\)\);\r\n/)
  })

  it('takes no line for a statement that an if without braces decides about', async () => {
    const guarded = smallExpress.replace('app.get', 'if (process.env.HOME)\n  app.get')
    const app = appWith({ 'package.json': express, 'app.js': guarded })
    const { output } = await app.init(['--yes'])
    assert.equal(app.read('app.js'), guarded)
    assert.match(output, /app\.js: to be put there by you/)
  })

  it('is not led astray by what stands in comments, strings and regular expressions', async () => {
    const odd = smallExpress.replace(
      'const app',
      '// const app = express()\nconst odd = [/[)\'"]\\//, \'app.get("/"\', `(]}`]\nconst app',
    )
    const app = appWith({ 'package.json': express, 'app.js': odd })
    await app.init(['--yes'])
    const lines = app.read('app.js').split('\n')
    assert.ok(
      lines.indexOf('app.use(errorHandler())') >
        lines.indexOf("app.get('/', (req, res) => res.send('home'))"),
    )
    assert.ok(lines.indexOf("const { forExpress } = require('keyward/express')") === 1)
  })

  it('writes the configuration and shows the rest as lines to paste, where it does not understand the app', async () => {
    const classes = "const express = require('express')\nclass Server {\n  app = express()\n}\nnew Server()\n"
    const routes = `${smallExpress}module.exports = () => {\n  app.get('/late', (req, res) => res.send('late'))\n}\n`
    const passed = smallExpress.replace('app.get', "require('./routes')(app)\napp.get")
    const unbalanced = smallExpress.replace('app.listen(3000)', 'app.listen(3000')
    for (const text of [classes, routes, passed, unbalanced, 'console.log(1)\n']) {
      const app = appWith({ 'package.json': express, 'app.js': text })
      const { code, output } = await app.init(['--yes'])
      assert.deepEqual([code, app.read('app.js')], [0, text])
      assert.match(output, /to be put there by you, since .*\n {2}const \{ forExpress \} = require/)
      assert.match(output, /First put the lines above where they belong/)
      assert.match(app.read('keyward.config.js'), /createKeyward/)
    }
  })

  it('writes nothing of keyward’s where it is not sure which DataSource is the app’s', async () => {
    const nest = {
      'package.json': packageJson({
        '@nestjs/core': '^11.0.0',
        '@nestjs/typeorm': '^11.0.0',
        typeorm: '^0.3.20',
      }),
      'src/main.ts':
        "import { NestFactory } from '@nestjs/core'\nimport { AppModule } from './app.module'\nasync function main() {\n  const app = await NestFactory.create(AppModule)\n  await app.listen(3000)\n}\nvoid main()\n",
      'src/app.module.ts':
        "import { Module } from '@nestjs/common'\nimport { TypeOrmModule } from '@nestjs/typeorm'\n@Module({ imports: [TypeOrmModule.forRoot({ type: 'postgres' })] })\nexport class AppModule {}\n",
    }
    const app = appWith(nest)
    const { code, output } = await app.init(['--yes'])
    assert.equal(code, 0)
    assert.deepEqual(
      Object.keys(app.files()).filter((path) => !(path in nest)),
      ['.env'],
    )
    for (const where of [
      'src/keyward.ts (new)',
      'src/app.module.ts',
      'src/main.ts',
      'src/hello.controller.ts (new)',
    ]) {
      assert.ok(
        output.includes(
          `${where}: to be put there by you, since src/app.module.ts opens the database itself`,
        ),
      )
    }
  })

  it('adds its tables to a DataSource whose options stand in a constant, and opens none that the app opens', async () => {
    const app = appWith({
      'package.json': packageJson({ express: '^5.1.0', typeorm: '^1.0.0' }, { type: 'module' }),
      'db.js':
        "import { DataSource } from 'typeorm'\nconst options = { type: 'postgres', entities: [], migrations: ['migrations/*.js'] }\nexport default X\nconst X = new DataSource(options)\n",
      'app.js':
        "import express from 'express'\nimport db from './db.js'\nawait db.initialize()\nconst app = express()\napp.listen(3000)\n",
    })
    await app.init(['--yes'])
    assert.match(
      app.read('db.js'),
      /entities: \[\.\.\.keywardEntities\(\)\.all\], migrations: \[\.\.\.keywardMigrations\(\), 'migrations\/\*\.js'\]/,
    )
    assert.match(app.read('keyward.config.js'), /import dataSource from '\.\/db\.js'/)
    assert.doesNotMatch(app.read('app.js'), /ready\(\)/)
  })

  it('says where a global prefix of Nest puts the pages', async () => {
    const app = appWith({
      'package.json': packageJson({ '@nestjs/core': '^11.0.0' }),
      'src/main.ts':
        "import { NestFactory } from '@nestjs/core'\nimport { AppModule } from './app.module'\nasync function main() {\n  const app = await NestFactory.create(AppModule)\n  app.setGlobalPrefix('api')\n  await app.listen(3000)\n}\nvoid main()\n",
      'src/app.module.ts':
        "import { Module } from '@nestjs/common'\n@Module({\n  providers: [],\n})\nexport class AppModule {}\n",
    })
    const { output } = await app.init(['--yes'])
    assert.match(app.read('src/keyward.ts'), /mountPath: '\/api\/auth'/)
    assert.match(output, /http:\/\/localhost:3000\/api\/hello/)
    assert.match(
      app.read('src/app.module.ts'),
      /^ {2}imports: \[keywardModule\(.*\],\n {2}controllers: \[HelloController\],/m,
    )
  })
})
