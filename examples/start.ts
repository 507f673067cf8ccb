// `npm run demo` starts the Express demo, `npm run demo -- koa` the Koa one.
const framework = process.argv[2] ?? 'express'

if (framework === 'express') void import('./express.js')
else if (framework === 'koa') void import('./koa.js')
else {
  console.error(`unknown framework "${framework}": say express or koa`)
  process.exitCode = 2
}
