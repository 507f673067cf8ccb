import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'mocha'
import type { Framework, Mounting } from '../../support/host.js'
import { refused, refusedFields } from '../../support/problems.js'
import { newPassword } from '../../support/secrets.js'
import { appFor } from '../../support/suite.js'

export function bodiesContract(framework: Framework): void {
  for (const mounting of framework.mountings.slice(0, 2)) bodies(framework, mounting)
}

function bodies(framework: Framework, mounting: Mounting): void {
  describe(`bodies, ${mounting.parser ? 'after' : 'without'} a parser of the host’s`, () => {
    const app = appFor(framework, { mounting })
    const raw = (text: string, type = 'application/json') =>
      app().client().post('/session', undefined, { raw: text, type })

    it('that are not JSON are refused without a word of them', async () => {
      const password = newPassword()
      for (const text of [
        `{"username":"ada","password":"${password}"`,
        `${password}`,
        `{"password":'${password}'}`,
        `{"password":"${password}",}`,
        `{"username":"ada","password":"${password}"}}`,
        `\u0000{"password":"${password}"}`,
        'undefined',
        '{',
      ]) {
        refused(await raw(text), 400, 'malformed_json')
      }
    })

    it('that are JSON, but no object, are refused', async () => {
      for (const text of [
        '[]',
        '[{"username":"a","password":"b"}]',
        '"text"',
        '1',
        'true',
        'null',
        '-0',
        '1e999',
      ]) {
        const { status, body } = await raw(text)
        // A strict parser of the host's calls the lesser ones malformed.
        assert.ok(status === 422 || (mounting.parser && status === 400), `${status} to ${text}`)
        assert.ok(['invalid_input', 'malformed_json'].includes(body.code))
      }
    })

    it('with keys of prototypes are unknown fields, and change nothing', async () => {
      for (const key of ['__proto__', 'constructor', 'prototype', 'toString']) {
        const answer = await raw(`{"username":"a","password":"b","${key}":{"admin":true}}`)
        if (answer.status === 422) refusedFields(answer, { [key]: 'unknown_field' })
        // A parser of the host's may have its own view of such a key.
        else assert.ok(mounting.parser && answer.status === 400)
      }
      assert.equal(({} as { admin?: boolean }).admin, undefined)
      const client = await app().signedIn()
      const made = await client.post('/api-keys', undefined, {
        raw: '{"name":"a","__proto__":{"scopes":[]}}',
      })
      assert.ok(made.status === 422 || (mounting.parser && made.status === 400))
    })

    it('name an unknown field only if its name is a plain one', async () => {
      const answer = await raw('{"username":"a","password":"b","<script>alert(1)</script>":1,"x\\ny":2}')
      refusedFields(answer, { '?': 'unknown_field' })
      assert.ok(!answer.text.includes('script'))
    })

    it('CVE-2025-6203: with thousands of fields, deep nesting or long numbers are refused in few words', async () => {
      const many = `{${Array.from({ length: 6000 }, (_, i) => `"k${i}":1`).join(',')}}`
      const deep = `{"username":${'['.repeat(30_000)}${']'.repeat(30_000)},"password":"b"}`
      const long = `{"username":${'9'.repeat(60_000)},"password":"b"}`
      for (const text of [many, deep, long]) {
        const answer = await raw(text)
        assert.ok(answer.status === 422 || answer.status === 400, `${answer.status}`)
        assert.ok(answer.text.length < 10_000)
      }
    })

    it('of another type than JSON in UTF-8 are refused', async () => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/jsonp',
        'application/json-patch+json',
        'text/json',
        'application/json; charset=latin1',
        'application/json, text/plain',
      ]) {
        refused(await raw('{"username":"a","password":"b"}', type), 415, 'unsupported_media_type')
      }
    })

    it('may say that they are UTF-8', async () => {
      for (const type of [
        'application/json; charset=utf-8',
        'application/json;charset=UTF-8',
        'APPLICATION/JSON',
      ]) {
        refused(await raw('{"username":"a","password":"b"}', type), 401, 'invalid_credentials')
      }
    })

    it('over 64 KiB are refused, up to it read', async () => {
      const empty = JSON.stringify({ username: 'a', password: 'b', c: '' }).length
      const sized = (bytes: number) =>
        raw(JSON.stringify({ username: 'a', password: 'b', c: 'x'.repeat(bytes - empty) }))
      refusedFields(await sized(65_536), { c: 'unknown_field' })
      for (const bytes of [65_537, 300_000]) refused(await sized(bytes), 413, 'payload_too_large')
    })

    it('that do not say how long they are, and go on and on, are refused as well', async () => {
      const { server } = app()
      const { port } = server.address() as AddressInfo
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const headers = { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' }
        const sent = request(
          { port, path: `${mounting.path}/session`, method: 'POST', headers },
          (response) => {
            response.resume().once('end', () => resolve(response.statusCode))
          },
        )
        sent.once('error', reject)
        sent.write('{"username":"')
        for (let i = 0; i < 200; i++) sent.write('x'.repeat(10_000))
        sent.end('"}')
      })
      assert.equal(status, 413)
    })

    it('count as an empty object when they are empty, whatever their type', async () => {
      const client = await app().signedIn()
      for (const extra of [{}, { raw: '' }, { raw: '', type: 'text/plain' }, { raw: '{}' }]) {
        assert.equal((await client.post('/tokens', undefined, extra)).status, 201)
      }
    })
  })
}
