import assert from 'node:assert/strict'
import { parseForm } from '../../../src/http/body.js'
import { cursorTo } from '../../../src/http/list/list-cursor.js'
import { listQuery, page, pageRequest } from '../../../src/http/list/paging.js'
import { userQuery } from '../../../src/http/list/user-query.js'
import type { Route } from '../../../src/http/route.js'
import { eventFilter } from '../../../src/input/event-filter.js'
import { readInput } from '../../../src/input/read-input.js'
import { secretMatches } from '../../../src/input/secret-match.js'
import { documentedRoutes } from '../../reference/routes.js'
import type { Parser } from '../parser.js'
import { checkPlain, taken } from '../parser.js'

const own = listQuery({ sorts: ['created', 'name', 'last_used', 'expires'], statuses: ['active', 'expired'] })
const idCursor = Buffer.from('0198c0de-0000').toString('base64url')
const byName = cursorTo({ side: 'after', value: 'laptop', id: '17' }, [null, null, 'name'])
const byTime = cursorTo({ side: 'before', value: 17, id: '17' }, ['a', 'active', 'last_used'])
const ofUsers = cursorTo({ side: 'after', value: 'ada', id: '1' }, ['users', null, null, null, 'username'])
const forCursors = ['cursor=', 'limit=', '&', '100', '=', '_', 'q=', 'sort=name', 'eyJ', 'W10', '__proto__=']
const routes = new Map(
  documentedRoutes().map((route) => [`${route.method} ${route.path}`, route] satisfies [string, Route]),
)
const withBody = [...routes].filter(([, { body }]) => body !== undefined).map(([name]) => name)
const jsonWords = [
  ...['{', '}', '[', ']', ',', ':', '"', '\\ud800', 'null', 'true', '1e999', '-0', '0.5', '9007199254740993'],
  ...['"__proto__":{"a":1}', '"constructor":', '{}', '[[[[[[[['],
]
const fieldNames = [
  'username',
  'password',
  'name',
  'scopes',
  'expiresInDays',
  'publicKey',
  'allowedAddresses',
]

/** What routes take: the queries of lists, and bodies that were read already. */
export const queryParsers: readonly Parser[] = [
  {
    name: 'limit and cursor of a list',
    seeds: ['', 'limit=100', `cursor=${idCursor}`, `limit=1&cursor=${idCursor}`],
    words: forCursors,
    most: 4096,
    check(input) {
      const query = taken(() => readInput(page, parseForm(input)))
      if (!query) return
      const { limit, before } = pageRequest(query)
      assert.ok(Number.isInteger(limit) && limit >= 1 && limit <= 100)
      assert.ok(before === null || /^[!-~]{1,64}$/.test(before))
      const again = { limit: String(limit), cursor: before && Buffer.from(before).toString('base64url') }
      assert.deepEqual(readInput(page, { ...again, cursor: again.cursor ?? undefined }), query)
    },
  },
  {
    name: 'query of a list of credentials',
    seeds: [`sort=name&cursor=${byName}`, `q=a&status=active&sort=last_used&cursor=${byTime}`, 'q=%20'],
    words: [...forCursors, byName.slice(0, 20), byTime.slice(20)],
    most: 6000,
    check(input) {
      const fields = parseForm(input)
      const request = taken(() => readInput(own, fields))
      if (!request) return
      assert.ok(request.q === null || (request.q.trim() === request.q && request.q !== ''))
      const key = [request.q, request.status, request.sort]
      assert.equal(request.at ? cursorTo(request.at, key) : undefined, fields.cursor)
    },
  },
  {
    name: 'query of the list of users',
    seeds: [`sort=username&cursor=${ofUsers}`, 'organization=acme&status=no_factor', 'q=ada&limit=7'],
    words: [...forCursors, 'organization=', ofUsers.slice(0, 20)],
    most: 6000,
    check(input) {
      const fields = parseForm(input)
      const search = taken(() => readInput(userQuery, fields))
      if (!search) return
      const key = ['users', search.q, search.status, search.organizationId, search.sort]
      assert.equal(search.at ? cursorTo(search.at, key) : undefined, fields.cursor)
    },
  },
  {
    name: 'filter of events',
    seeds: [
      'type=session.created&outcome=success',
      'after=2026-01-01T00:00:00Z&before=2026-02-01T00:00:00%2B01:00',
      'user=ada&ip=[::ffff:192.0.2.1]:80&limit=5',
    ],
    words: ['before=', 'after=', 'ip=', 'user=', '&', 'T', 'Z', '%2B', '9999-', '-00', ':60', '.', '0000-'],
    most: 2000,
    check(input) {
      const schema = routes.get('get /admin/events')?.query ?? assert.fail('there is no such route')
      const filter = taken(() => readInput(schema, parseForm(input))) as
        { before?: number; after?: number; ip?: string; user?: string } | undefined
      if (!filter) return
      const { before, after, ip, user } = filter
      assert.ok([before, after].every((time) => time === undefined || Number.isSafeInteger(time)))
      // What the routes read, the app's own code may ask for as well.
      taken(() => readInput(eventFilter, { before, after, ip, userId: user }))
    },
  },
  {
    name: 'body of each route',
    seeds: [
      ...withBody.map((name) => `${name}\n{}`),
      'post /session\n{"username":"ada","password":"a"}',
      'post /api-keys\n{"name":"CI","scopes":["jobs:read"],"expiresInDays":90,"allowedAddresses":["10.0.0.0/8"]}',
      'post /admin/users\n{"username":"ada","displayName":null,"organizationId":"acme","admin":true}',
      'put /admin/policies/default\n{"mfa":"required","version":1}',
    ],
    words: [...jsonWords, ...fieldNames.map((name) => `"${name}":`), ...withBody.map((name) => `${name}\n`)],
    most: 4096,
    check(input) {
      const [name = '', ...rest] = input.split('\n')
      const sent = parsed(rest.join('\n'))
      const schema = routes.get(name)?.body
      if (schema && sent !== undefined) checkPlain(taken(() => readInput(schema, sent)))
    },
  },
  {
    name: 'report of leaked secrets',
    seeds: [
      '[{"token":"kwk_a","type":"t","url":"https://a.example"}]',
      '[]',
      '[{"token":"a","type":"b","c":{}}]',
    ],
    words: [...jsonWords, '"token":', '"type":', '"url":'],
    most: 4096,
    check(input) {
      const sent = parsed(input)
      if (sent !== undefined) checkPlain(taken(() => readInput(secretMatches, sent)))
    },
  },
]

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
