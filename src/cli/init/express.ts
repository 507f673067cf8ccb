import type { AppCall, AppVariable } from './app-variable.js'
import { appVariable, callsOf } from './app-variable.js'
import type { Insertion } from './change.js'
import { linesAt } from './change.js'
import { importPlace, nameOfModule } from './import-place.js'
import { loading } from './module-kind.js'
import type { Mounting } from './mounting.js'
import { binding, loadingKeyward, namesIn, opening, routePath } from './mounting.js'
import type { Source } from './source.js'
import { beforeStatement, beginsStatement, found, gapBefore } from './source.js'

const routes = ['get', 'post', 'put', 'patch', 'delete', 'all', 'head', 'options', 'route']

/** Whether a program makes an Express app. */
export function makesExpress(source: Source): boolean {
  return madeBy(source).test(source.code)
}

/** The lines for an Express app, and where they go; `null` = where they would work is not sure. */
export function intoExpress(source: Source, mounting: Mounting): readonly Insertion[] | null {
  const app = appVariable(source, madeBy(source), mounting.kind)
  if (app === null || !beginsStatement(source, app.from)) return null
  const calls = callsOf(source, app)
  if (hasRoutesElsewhere(source, app, calls)) return null
  const firstHandler = calls.find((call) => isErrorHandler(source, call))
  const handlers = calls.filter((call) => isRoute(source, call) || call === firstHandler)
  const mount = handlers[0]?.from ?? calls.at(-1)?.to ?? app.to
  const end = firstHandler?.from ?? calls.filter(isHandled).at(-1)?.to ?? app.to
  if (!calls.every((call) => beginsStatement(source, call.from))) return null
  const names = namesIn(source)
  const style = { ...mounting.style, indent: app.indent }
  const place = handlers[0] === undefined ? mount : beforeStatement(source, mount)
  const last = firstHandler === undefined ? end : beforeStatement(source, end)
  return [
    linesAt(importPlace(source, app.from), expressImports(source, mounting), mounting.style),
    linesAt(
      place,
      [...gapBefore(source, place), ...opening(mounting, names, app), ...mountLines(source, app), ''],
      style,
    ),
    linesAt(
      Math.max(place, last),
      [`${app.name}.use(${names.errorHandler[1]}())`, ...(firstHandler === undefined ? [] : [''])],
      style,
    ),
  ]
}

/** The same lines for somebody who puts them there themselves. */
export function expressLines(source: Source, mounting: Mounting): readonly string[] {
  const app = { name: 'app', mayAwait: mounting.kind.isModule }
  const names = namesIn(source)
  return [
    ...expressImports(source, mounting),
    '',
    '// where the app is made, before its routes',
    ...opening(mounting, names, app),
    ...mountLines(source, app),
    '',
    '// after all routes, before an error handler of your own',
    `app.use(${names.errorHandler[1]}())`,
  ]
}

function madeBy(source: Source): RegExp {
  const name = nameOfModule(source, 'express')
  return name === null ? /require\(\s*['"]\s*['"]\s*\)\(\s*\)/ : new RegExp(`${name}\\(\\s*\\)`)
}

function expressImports(source: Source, mounting: Mounting): readonly string[] {
  const bound = loading([['forExpress', 'forExpress']], 'keyward/express', mounting.kind)
  return loadingKeyward(mounting, [bound], namesIn(source))
}

function mountLines(source: Source, { name }: Pick<AppVariable, 'name'>): readonly string[] {
  const names = namesIn(source)
  const [router, guard] = [names.router[1], names.guard[1]]
  return [
    binding('forExpress', names),
    `${name}.use('/auth', ${router}({ pages: accountPages() }))`,
    `${name}.get('${routePath(source)}', ${guard}(), (req, res) => {`,
    '  res.json({ hello: req.user?.username })',
    '})',
  ]
}

function isHandled({ method }: AppCall): boolean {
  return method === 'use' || routes.includes(method)
}

/** Whether something may answer there, so that keyward has to come before: anything but what a call makes, such as `express.json()`. */
function isRoute(source: Source, { method, inside: { from, to } }: AppCall): boolean {
  if (method !== 'use') return routes.includes(method)
  return (
    !/^\s*[\w.]+\s*\(/.test(source.code.slice(from, to)) || /^\s*function\b/.test(source.code.slice(from, to))
  )
}

/** Whether a call is given a function of four parameters, or something that is called after errors. */
function isErrorHandler(source: Source, { method, inside: { from, to } }: AppCall): boolean {
  if (method !== 'use') return false
  const code = source.code.slice(from, to)
  const [, parameters = ''] = /^\s*(?:async\s+)?(?:function\s*\w*\s*)?\(([^)]*)\)/.exec(code) ?? []
  return parameters.replace(/,\s*$/, '').split(',').length === 4 || /^\s*[\w.]*err/i.test(code)
}

/** Whether the app has routes at places where it cannot be seen which come first. */
function hasRoutesElsewhere(source: Source, app: AppVariable, calls: readonly AppCall[]): boolean {
  const pattern = new RegExp(`\\b${app.name}\\s*\\.\\s*(?:${routes.join('|')})\\s*\\(\\s*['"\`/]`, 'g')
  const all = [...source.code.matchAll(pattern)].map(({ index }) => index)
  const passed = found(
    source,
    new RegExp(`(?<=^[ \\t]*)(?:await\\s+)?[\\w.]+(?:\\([^()\\n]*\\))?\\([^()\\n]*\\b${app.name}\\b`, 'gm'),
    app.block,
  )
  const given = passed.filter(({ 0: code }) => !/listen|createServer|console|log/.test(code))
  return all.some((at) => !calls.some(({ from, to }) => at >= from && at < to)) || given.length > 0
}
