import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { mountOf, mounts, pathAlone } from '../../src/auth/mounts.js'

describe('mounts', () => {
  const noted = (paths: readonly string[], mountPath: string | null = null) => {
    const list = mounts({ mountPath, origins: ['https://app.example.com', 'https://other.example.com'] })
    for (const path of paths) list.note(path)
    return list
  }

  it('are at /auth where nobody says anything', () => {
    assert.equal(noted([]).near('/jobs'), '/auth')
  })

  it('lead to the one that has most of the path that was asked for, whole segments at a time', () => {
    const list = noted(['/auth', '/acme/auth', '/acme/deep/auth', '/ac'])
    for (const [url, mount] of [
      ['/jobs', '/auth'],
      ['/acme/jobs?to=/acme/deep', '/acme/auth'],
      ['/acme/deep/jobs', '/acme/deep/auth'],
      ['/acm', '/auth'],
      ['', '/auth'],
      ['//acme/jobs', '/auth'],
      ['http://app.example.com/acme/jobs', '/auth'],
    ] as const) {
      assert.equal(list.near(url), mount, url)
    }
  })

  it('tell the URL of a path at the first origin, under the first mount', () => {
    assert.equal(noted([]).url('/activate'), 'https://app.example.com/auth/activate')
    assert.equal(
      noted(['/acme/auth', '/auth']).url('/activate'),
      'https://app.example.com/acme/auth/activate',
    )
    assert.equal(noted(['/acme/auth'], '').url('/activate'), 'https://app.example.com/activate')
  })

  it('tell the URL beside a request: where routers say that they stand, and else under the mount that was asked', () => {
    const beside = (list: readonly string[], requested: string, mountPath?: string) =>
      noted(list, mountPath).urlBeside({ requested, route: '/device/code' }, '/activate')
    assert.equal(beside([], '/id/device/code'), 'https://app.example.com/id/activate')
    assert.equal(beside([], '/device/code'), 'https://app.example.com/activate')
    assert.equal(
      beside(['/auth', '/acme/auth'], '/acme/id/device/code'),
      'https://app.example.com/acme/auth/activate',
    )
    assert.equal(
      beside(['/auth'], '/id/device/code', '/app/auth'),
      'https://app.example.com/app/auth/activate',
    )
    for (const strange of ['//evil.example/auth/device/code', 'http://evil.example/auth/device/code']) {
      assert.equal(new URL(beside([], strange)).origin, 'https://app.example.com', strange)
    }
  })

  it('tell the URL beside a request under the mount of the options even where that is none at all', () => {
    const list = noted([], '')
    assert.equal(
      list.urlBeside({ requested: '/id/device/code', route: '/device/code' }, '/activate'),
      'https://app.example.com/activate',
    )
  })

  it('are where the options say, whatever a router says', () => {
    assert.equal(noted(['/acme/auth'], '/app/auth').near('/acme/jobs'), '/app/auth')
    assert.equal(noted(['/acme/auth'], '').near('/acme/jobs'), '')
  })

  it('take nothing that could lead to another site, and no path with a parameter in it', () => {
    const wrong = [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/:tenant/auth',
      '/auth/',
      'auth',
    ]
    assert.equal(noted(wrong).near('/jobs'), '/auth')
  })
})

describe('mountOf', () => {
  it('is what stands before as many segments as the route has', () => {
    assert.equal(mountOf('/auth/session', '/session'), '/auth')
    assert.equal(mountOf('/acme/auth/api-keys/17', '/api-keys/:id'), '/acme/auth')
    assert.equal(mountOf('/session', '/session'), '')
  })

  it('is the path itself where the route is its root, with or without a slash at its end', () => {
    assert.equal(mountOf('/acme/auth/', '/'), '/acme/auth')
    assert.equal(mountOf('/acme/auth', '/'), '/acme/auth')
    assert.equal(mountOf('/', '/'), '')
  })
})

describe('pathAlone', () => {
  it('is the path of a request line that names a host, whichever scheme and case (RFC 9112, section 3.2.2)', () => {
    for (const line of [
      'http://evil.example/auth',
      'https://evil.example/auth',
      'HTTPS://evil.example/auth',
    ]) {
      assert.equal(pathAlone(line), '/auth', line)
    }
    assert.equal(pathAlone('http://evil.example'), '/')
  })

  it('names no other host, however many slashes of whatever kind it begins with', () => {
    for (const line of [
      '//evil.example',
      '///evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'evil.example',
    ]) {
      assert.equal(pathAlone(line), '/evil.example', line)
    }
    assert.equal(pathAlone('http://evil.example//other.example'), '/other.example')
  })

  it('leaves alone what stands further on', () => {
    assert.equal(pathAlone('/auth//x'), '/auth//x')
    assert.equal(pathAlone('/to/http://evil.example/x'), '/to/http://evil.example/x')
  })
})
