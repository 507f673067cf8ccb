import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'
import { routeClient } from '../../src/api-client/client.js'
import type { RouteCalls } from '../../src/api-client/route-calls.js'
import { documentedRoutes } from '../reference/routes.js'

describe('the functions of keyward/client', () => {
  const routes = documentedRoutes()

  it('are one at least for each operation of the OpenAPI document, and none for another', () => {
    const { paths } = JSON.parse(readFileSync('docs/reference/openapi.json', 'utf8')) as {
      paths: Readonly<Record<string, object>>
    }
    const known = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    )
    assert.ok(known.length > 80)
    const called = new Set(calls().map(({ route }) => route.replace(/\?.*/, '')))
    assert.deepEqual([...called, ...left].toSorted(), known.toSorted())
  })

  it('send what the routes take: a query, JSON, a form, or nothing', () => {
    const wrong = calls().filter(({ route, input }) => {
      const [method, path] = route.replace(/\?.*/, '').split(' ')
      const found = routes.find((each) => each.method === method && each.path === path)
      assert.ok(found, route)
      if (input === 'form') return !found.form
      if (input === 'query') return found.query === undefined || found.body !== undefined
      const takesSomething =
        found.body !== undefined && !found.body.safeParse({}, { reportInput: true }).success
      return input === 'body'
        ? found.body === undefined || found.form
        : found.query !== undefined || takesSomething
    })
    assert.deepEqual(wrong, [])
  })
})

/** Called by GitHub alone, whose signature no client has. */
const left = ['post /secret-scanning']

interface Made {
  readonly route: string
  readonly input: keyof RouteCalls
}

/** What the client makes its functions of. */
function calls(): readonly Made[] {
  const made: Made[] = []
  const noting =
    (input: keyof RouteCalls) =>
    (route: string): (() => Promise<never>) => {
      made.push({ route, input })
      return () => Promise.reject(new TypeError('nothing is sent here'))
    }
  routeClient({ plain: noting('plain'), query: noting('query'), body: noting('body'), form: noting('form') })
  return made
}
