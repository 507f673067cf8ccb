import { register } from 'node:module'

// `node --import` this: whoever imports these packages is given the oldest line of them that is supported.
const older = {
  typeorm: 'typeorm-0.3',
  express: 'express-4',
  koa: 'koa-2',
  '@koa/router': 'koa-router-13',
}

const hooks = `
const older = new Map(Object.entries(${JSON.stringify(older)}))
export function resolve(specifier, context, next) {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  return next(older.has(name) ? specifier.replace(name, older.get(name)) : specifier, context)
}`
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
