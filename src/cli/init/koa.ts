import type { AppCall, AppVariable } from './app-variable.js'
import { appVariable, callsOf } from './app-variable.js'
import type { Insertion } from './change.js'
import { linesAt } from './change.js'
import { importPlace, nameOfModule } from './import-place.js'
import { loading } from './module-kind.js'
import type { Mounting } from './mounting.js'
import { binding, loadingKeyward, namesIn, opening, routePath } from './mounting.js'
import type { Source } from './source.js'
import { beforeStatement, beginsStatement, gapBefore } from './source.js'

/** Whether a program makes a Koa app. */
export function makesKoa(source: Source): boolean {
  return madeBy(source)?.test(source.code) === true
}

/** The lines for a Koa app, and where they go; `null` = where they would work is not sure. */
export function intoKoa(source: Source, mounting: Mounting): readonly Insertion[] | null {
  const made = madeBy(source)
  const app = made && appVariable(source, made, mounting.kind)
  if (!app || !beginsStatement(source, app.from)) return null
  const calls = callsOf(source, app).filter(({ method }) => method === 'use')
  if (!calls.every((call) => beginsStatement(source, call.from))) return null
  const route = calls.find((call) => isRoute(source, call))
  const place = route === undefined ? (calls.at(-1)?.to ?? app.to) : beforeStatement(source, route.from)
  const names = namesIn(source)
  const style = { ...mounting.style, indent: app.indent }
  return [
    linesAt(importPlace(source, app.from), koaImports(source, mounting, app), mounting.style),
    linesAt(app.to, [...opening(mounting, names, app), ...firstLines(source, app)], style),
    linesAt(place, [...gapBefore(source, place), ...mountLines(source, app), ''], style),
  ]
}

/** The same lines for somebody who puts them there themselves. */
export function koaLines(source: Source, mounting: Mounting): readonly string[] {
  const app = { name: 'app', mayAwait: mounting.kind.isModule, from: source.text.length }
  return [
    ...koaImports(source, mounting, app),
    '',
    '// where the app is made, before everything else',
    ...opening(mounting, namesIn(source), app),
    ...firstLines(source, app),
    '',
    '// before its routes',
    ...mountLines(source, app),
  ]
}

function madeBy(source: Source): RegExp | null {
  const name = nameOfModule(source, 'koa')
  return name === null ? null : new RegExp(`new\\s+${name}\\b(?:<[^()\\n]*>)?\\s*(?=[(;\\n])`)
}

function koaImports(
  source: Source,
  mounting: Mounting,
  { from }: Pick<AppVariable, 'from'>,
): readonly string[] {
  const { usesImport } = mounting.kind
  const bound = loading([['forKoa', 'forKoa']], 'keyward/koa', mounting.kind)
  const router = usesImport ? "import Router from '@koa/router'" : "const Router = require('@koa/router')"
  const hasRouter = routerName(source, from) !== null
  return loadingKeyward(mounting, hasRouter ? [bound] : [namedRouter(source, router), bound], namesIn(source))
}

/** What the app calls @koa/router where it has loaded it by then; `null` = it has not. */
function routerName(source: Source, from: number): string | null {
  const name = nameOfModule(source, '@koa/router')
  return name !== null && source.text.lastIndexOf('@koa/router', from) !== -1 ? name : null
}

function namedRouter({ code }: Source, line: string): string {
  return /\bRouter\b/.test(code) ? line.replace('Router', 'KoaRouter') : line
}

function firstLines(source: Source, { name }: Pick<AppVariable, 'name'>): readonly string[] {
  const names = namesIn(source)
  return [binding('forKoa', names), `${name}.use(${names.errorHandler[1]}())`]
}

function mountLines(source: Source, { name, from }: Pick<AppVariable, 'name' | 'from'>): readonly string[] {
  const { router, guard } = namesIn(source)
  const made = routerName(source, from) ?? (/\bRouter\b/.test(source.code) ? 'KoaRouter' : 'Router')
  const hello = /\bhello\b/.test(source.code) ? 'keywardHello' : 'hello'
  return [
    `${name}.use(${router[1]}({ prefix: '/auth', pages: accountPages() }))`,
    `const ${hello} = new ${made}()`,
    `${hello}.get('${routePath(source)}', ${guard[1]}(), (ctx) => {`,
    '  ctx.body = { hello: ctx.state.user?.username }',
    '})',
    `${name}.use(${hello}.routes())`,
  ]
}

/** Whether something may answer there, so that keyward has to come before: routes, and a function that does not go on. */
function isRoute(source: Source, { inside: { from, to } }: AppCall): boolean {
  const code = source.code.slice(from, to)
  if (/^\s*\w+\s*\.\s*(?:routes|middleware)\s*\(/.test(code)) return true
  if (/^\s*(?:async\b|function\b|\(|\w+\s*=>)/.test(code)) return !/\bnext\b/.test(code)
  return !/^\s*[\w.]+\s*\(/.test(code)
}
