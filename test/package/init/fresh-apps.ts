/** A small app as a generator or a tutorial leaves it. */
export interface FreshApp {
  /** Packages of this project by the names that they have in the app. */
  readonly packages: readonly (string | Readonly<Record<string, string>>)[]
  readonly files: Readonly<Record<string, string>>
  /** What compiles or checks it; `null` = it is JavaScript. */
  readonly build: string | null
  /** Its own script that starts it. */
  readonly start: string
  /** The commands that install what it lacks. */
  readonly installs: readonly string[]
  /** A path that it answers with 200, as before. */
  readonly home: string
}

const json = (content: object): string => `${JSON.stringify(content, null, 2)}\n`
const strict = { strict: true, skipLibCheck: true, esModuleInterop: true, types: ['node'] }

/** As express-generator leaves it. */
const expressGenerator: FreshApp = {
  packages: [{ express: 'express-4' }, 'http-errors'],
  build: null,
  installs: ['npm install keyward typeorm better-sqlite3'],
  start: 'start',
  home: '/users',
  files: {
    'package.json': json({
      name: 'generated',
      version: '0.0.0',
      private: true,
      scripts: { start: 'node ./bin/www' },
      dependencies: { express: '^4.21.0', 'http-errors': '^2.0.0' },
    }),
    'bin/www': `#!/usr/bin/env node

/**
 * Module dependencies.
 */

var app = require('../app');
var http = require('http');

/**
 * Get port from environment and store in Express.
 */

var port = normalizePort(process.env.PORT || '3000');
app.set('port', port);

/**
 * Create HTTP server.
 */

var server = http.createServer(app);
server.listen(port);

function normalizePort(val) {
  var port = parseInt(val, 10);
  return isNaN(port) ? val : port;
}
`,
    'routes/users.js': `var express = require('express');
var router = express.Router();

/* GET users listing. */
router.get('/', function(req, res, next) {
  res.send('respond with a resource');
});

module.exports = router;
`,
    'app.js': `var createError = require('http-errors');
var express = require('express');
var path = require('path');

var usersRouter = require('./routes/users');

var app = express();

app.use(express.json());
app.use(express.urlencoded({ extended: false }));
app.use(express.static(path.join(__dirname, 'public')));

app.use('/users', usersRouter);

// catch 404 and forward to error handler
app.use(function(req, res, next) {
  next(createError(404));
});

// error handler
app.use(function(err, req, res, next) {
  // render the error page
  res.status(err.status || 500);
  res.send('error: ' + err.message);
});

module.exports = app;
`,
  },
}

/** Express 5, JavaScript as ES modules. */
const expressModules: FreshApp = {
  packages: ['express'],
  build: null,
  installs: ['npm install keyward typeorm better-sqlite3'],
  start: 'start',
  home: '/',
  files: {
    'package.json': json({
      name: 'modules',
      type: 'module',
      main: 'index.js',
      scripts: { start: 'node index.js' },
      dependencies: { express: '^5.1.0' },
    }),
    'index.js': `import express from 'express'

const app = express()
const port = process.env.PORT ?? 3000

app.get('/', (req, res) => {
  res.send('Hello World!')
})

app.listen(port, () => {
  console.log(\`listening on \${port}\`)
})
`,
  },
}

/** Express 5, TypeScript compiled to CommonJS, and a DataSource of its own. */
const expressCompiled: FreshApp = {
  packages: ['express', 'typeorm', 'better-sqlite3', '@types/express', '@types/node', 'typescript'],
  build: 'tsc',
  installs: ['npm install keyward'],
  start: 'start',
  home: '/notes',
  files: {
    'package.json': json({
      name: 'compiled',
      scripts: { build: 'tsc', start: 'node dist/server.js', dev: 'tsx watch src/server.ts' },
      dependencies: { express: '^5.1.0', typeorm: '^1.1.0', 'better-sqlite3': '^12.0.0' },
      devDependencies: {
        typescript: '^6.0.0',
        tsx: '^4.0.0',
        '@types/express': '^5.0.0',
        '@types/node': '^20.0.0',
      },
    }),
    'tsconfig.json': json({
      compilerOptions: {
        ...strict,
        target: 'ES2022',
        module: 'NodeNext',
        outDir: 'dist',
        rootDir: 'src',
        experimentalDecorators: true,
      },
      include: ['src'],
    }),
    'src/note.ts': `import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity()
export class Note {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column("text")
  text!: string;
}
`,
    'src/data-source.ts': `import { DataSource } from "typeorm";
import { Note } from "./note";

export const AppDataSource = new DataSource({
  type: "better-sqlite3",
  database: "notes.db",
  synchronize: true,
  entities: [
    Note,
  ],
});
`,
    'src/app.ts': `import express, { type Express } from "express";
import { AppDataSource } from "./data-source";
import { Note } from "./note";

export function createApp(): Express {
  const app = express();
  const router = express.Router();
  router.get("/", async (_req, res) => {
    res.json(await AppDataSource.getRepository(Note).find());
  });
  app.use(express.json());
  app.use("/notes", router);
  return app;
}
`,
    'src/server.ts': `import { createApp } from "./app";
import { AppDataSource } from "./data-source";

async function main(): Promise<void> {
  await AppDataSource.initialize();
  createApp().listen(Number(process.env.PORT ?? 3000));
}

void main();
`,
  },
}

/** Koa 2 as its generator leaves it, in CommonJS. */
const koaGenerator: FreshApp = {
  packages: [{ koa: 'koa-2', '@koa/router': 'koa-router-13' }, '@koa/bodyparser'],
  build: null,
  installs: ['npm install keyward typeorm better-sqlite3'],
  start: 'start',
  home: '/string',
  files: {
    'package.json': json({
      name: 'koa2',
      private: true,
      scripts: { start: 'node bin/www' },
      dependencies: { koa: '^2.16.0', '@koa/router': '^13.0.0', '@koa/bodyparser': '^6.0.0' },
    }),
    'bin/www': `#!/usr/bin/env node
const app = require('../app')
const port = process.env.PORT || '3000'
require('http').createServer(app.callback()).listen(port)
`,
    'routes/index.js': `const Router = require('@koa/router')
const router = new Router()

router.get('/string', async (ctx, next) => {
  ctx.body = 'koa2 string'
})

module.exports = router
`,
    'app.js': `const Koa = require('koa')
const app = new Koa()
const { bodyParser } = require('@koa/bodyparser')

const index = require('./routes/index')

// middlewares
app.use(bodyParser())

// logger
app.use(async (ctx, next) => {
  const start = new Date()
  await next()
  const ms = new Date() - start
  console.log(\`\${ctx.method} \${ctx.url} - \${ms}ms\`)
})

// routes
app.use(index.routes(), index.allowedMethods())

// error-handling
app.on('error', (err, ctx) => {
  console.error('server error', err, ctx)
});

module.exports = app
`,
  },
}

/** Koa 3 in TypeScript that tsx runs as ES modules. */
const koaTypeScript: FreshApp = {
  packages: ['koa', '@koa/router', 'tsx', 'typescript', '@types/koa', '@types/node'],
  build: 'tsc',
  installs: ['npm install keyward typeorm better-sqlite3'],
  start: 'start',
  home: '/',
  files: {
    'package.json': json({
      name: 'koa3',
      type: 'module',
      scripts: { start: 'tsx src/main.ts' },
      dependencies: { koa: '^3.0.0', '@koa/router': '^15.0.0' },
      devDependencies: {
        tsx: '^4.0.0',
        typescript: '^6.0.0',
        '@types/koa': '^3.0.0',
        '@types/node': '^20.0.0',
      },
    }),
    'tsconfig.json': json({
      compilerOptions: { ...strict, target: 'ES2022', module: 'NodeNext', noEmit: true },
    }),
    'src/main.ts': `import Koa from 'koa'

const app = new Koa()

app.use((ctx) => {
  ctx.body = 'Hello Koa'
})

app.listen(Number(process.env.PORT ?? 3000))
`,
  },
}

/** As `nest new` leaves it. */
const nestNew: FreshApp = {
  packages: [
    ...['@nestjs/common', '@nestjs/core', '@nestjs/platform-express', 'reflect-metadata', 'rxjs'],
    ...['express', '@types/express', '@types/node', { typescript: 'typescript-5.9' }],
  ],
  build: 'tsc -p tsconfig.build.json',
  installs: ['npm install keyward typeorm better-sqlite3'],
  start: 'start:prod',
  home: '/',
  files: {
    'package.json': json({
      name: 'nested',
      version: '0.0.1',
      private: true,
      scripts: {
        build: 'nest build',
        start: 'nest start',
        'start:dev': 'nest start --watch',
        'start:prod': 'node dist/main',
      },
      dependencies: {
        ...{ '@nestjs/common': '^11.0.1', '@nestjs/core': '^11.0.1', '@nestjs/platform-express': '^11.0.1' },
        ...{ 'reflect-metadata': '^0.2.2', rxjs: '^7.8.1' },
      },
      devDependencies: {
        '@nestjs/cli': '^11.0.0',
        '@types/express': '^5.0.0',
        '@types/node': '^22.10.7',
        typescript: '^5.7.3',
      },
    }),
    'tsconfig.json': json({
      compilerOptions: {
        ...strict,
        ...{
          module: 'nodenext',
          moduleResolution: 'nodenext',
          isolatedModules: true,
          declaration: true,
          removeComments: true,
        },
        ...{
          emitDecoratorMetadata: true,
          experimentalDecorators: true,
          target: 'ES2023',
          sourceMap: true,
          outDir: './dist',
        },
      },
    }),
    'tsconfig.build.json': json({
      extends: './tsconfig.json',
      exclude: ['node_modules', 'test', 'dist', '**/*spec.ts'],
    }),
    'src/app.service.ts': `import { Injectable } from '@nestjs/common';

@Injectable()
export class AppService {
  getHello(): string {
    return 'Hello World!';
  }
}
`,
    'src/app.controller.ts': `import { Controller, Get } from '@nestjs/common';
import { AppService } from './app.service';

@Controller()
export class AppController {
  constructor(private readonly appService: AppService) {}

  @Get()
  getHello(): string {
    return this.appService.getHello();
  }
}
`,
    'src/app.module.ts': `import { Module } from '@nestjs/common';
import { AppController } from './app.controller';
import { AppService } from './app.service';

@Module({
  imports: [],
  controllers: [AppController],
  providers: [AppService],
})
export class AppModule {}
`,
    'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  await app.listen(process.env.PORT ?? 3000);
}
bootstrap();
`,
  },
}

/** Each of them, by what it is. */
export const freshApps: Readonly<Record<string, FreshApp>> = {
  'Express 4, CommonJS, as express-generator leaves it': expressGenerator,
  'Express 5, ES modules': expressModules,
  'Express 5, TypeScript compiled to CommonJS, with a DataSource': expressCompiled,
  'Koa 2, CommonJS, as koa-generator leaves it': koaGenerator,
  'Koa 3, TypeScript by tsx': koaTypeScript,
  'NestJS 11, as nest new leaves it': nestNew,
}
