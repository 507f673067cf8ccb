import assert from 'node:assert/strict'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, it } from 'mocha'
import { schemaNames } from '../../src/http/answer/names.js'
import { levelTexts } from '../../src/http/openapi/levels.js'
import { refusalsOf } from '../../src/http/openapi/refusals.js'
import { wholeDocument } from '../reference/openapi.js'
import { documentedRoutes, levels } from '../reference/routes.js'

interface Operation {
  readonly operationId: string
  readonly security: readonly object[]
  readonly parameters: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Readonly<Record<string, object>>
}

const operations = Object.entries(wholeDocument.paths).flatMap(([path, methods]) =>
  Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
    ...operation,
    method,
    path,
  })),
)

describe('the OpenAPI document', () => {
  it('is one, by OpenAPI’s own schema, and all its references lead somewhere', async () => {
    const found = await new Validator().validate(JSON.parse(JSON.stringify(wholeDocument)))
    assert.deepEqual(found, { valid: true })
    const whole = JSON.stringify(wholeDocument)
    const references = [...whole.matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)]
    assert.ok(references.length > 500)
    const components = wholeDocument.components as Record<string, Record<string, unknown>>
    const lost = references.filter(([, group = '', name = '']) => components[group]?.[name] === undefined)
    assert.deepEqual(lost, [])
    assert.equal(whole.includes('$defs'), false)
  })

  it('has every route of the API, under a name of its own that begins with a verb', () => {
    const routes = documentedRoutes()
    assert.equal(operations.length, routes.length)
    const names = operations.map(({ operationId }) => operationId)
    assert.equal(new Set(names).size, names.length)
    assert.deepEqual(
      names.filter((name) => !/^[a-z]+([A-Z][a-z0-9]*)*$/.test(name)),
      [],
    )
  })

  it('has each parameter of a path, once', () => {
    for (const { path, parameters, operationId } of operations) {
      const named = parameters.filter((one) => one.in === 'path').map(({ name }) => `{${name}}`)
      assert.deepEqual(path.match(/\{\w+\}/g) ?? [], named, operationId)
    }
  })

  it('takes no credential but where a route asks for one, and says 401 wherever it does', () => {
    const open = operations.filter(({ security }) => security.length === 0)
    assert.deepEqual(open.map(({ operationId }) => operationId).toSorted(), [
      'beginDevice',
      'beginSignInWithPasskey',
      'collectDeviceToken',
      'getOpenApi',
      'reportLeakedSecrets',
      'requestPasswordReset',
      'revokeCredential',
      'signIn',
      'signInWithPasskey',
      'signOut',
      'useOneTimeLink',
    ])
    for (const { security, responses, operationId } of operations) {
      if (security.length > 0) assert.ok(responses[401], operationId)
    }
  })

  it('has every schema that has a name, and refuses fields that none of them has', () => {
    const { schemas } = wholeDocument.components as { schemas: Record<string, object> }
    assert.deepEqual(Object.keys(schemas), Object.keys(schemaNames).toSorted())
    const whole = JSON.stringify(schemas)
    const objects = whole.match(/"type":"object"/g)?.length
    assert.equal(whole.match(/"additionalProperties":false/g)?.length, objects)
  })

  it('says of each level what its source says', () => {
    const said = Object.entries(levelTexts).map(([name, doc]) => ({ name, doc }))
    assert.deepEqual(
      said.toSorted((a, b) => a.name.localeCompare(b.name)),
      levels.map(({ name, doc }) => ({ name, doc })).toSorted((a, b) => a.name.localeCompare(b.name)),
    )
  })

  it('names each refusal of a route once', () => {
    for (const route of documentedRoutes()) {
      const codes = refusalsOf(route)
      assert.equal(new Set(codes).size, codes.length, route.path)
      assert.ok(codes.includes('unavailable'))
    }
  })
})
