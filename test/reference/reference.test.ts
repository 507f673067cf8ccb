import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'
import { eventTypes } from '../../src/index.js'
import { propertiesOf } from './declarations.js'
import { errorEntries } from './error-codes.js'
import { eventEntries } from './event-types.js'
import { documentedOptions } from './options.js'
import { referencePages } from './pages.js'
import { documentedRoutes, levels } from './routes.js'

interface Manifest {
  readonly exports: Readonly<Record<string, string>>
}

describe('the reference', () => {
  for (const { path, text } of referencePages) {
    it(`${path} is what the source makes of it: npm run docs:reference`, () => {
      assert.equal(readFileSync(path, 'utf8'), text())
    })
  }

  it('has a sentence for every route, level, error code and event type', () => {
    const routes = documentedRoutes().map(({ method, path, summary }) => ({
      name: `${method} ${path}`,
      doc: summary ?? '',
    }))
    const all = [...routes, ...levels, ...errorEntries, ...eventEntries]
    assert.ok(routes.length > 70)
    assert.deepEqual(
      all.filter(({ doc }) => !/^[A-Z`].*\.$/.test(doc)).map(({ name }) => name),
      [],
    )
  })

  it('has every event type that is exported', () => {
    assert.deepEqual(
      eventEntries.map(({ name }) => name),
      [...eventTypes],
    )
  })

  it('has every subpath of the package that apps import', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
    const subpaths = Object.keys(exports).filter((subpath) => subpath !== './package.json')
    assert.deepEqual(
      documentedOptions.map(({ subpath }) => subpath).toSorted(),
      subpaths.map((subpath) => subpath.replace('.', 'keyward')).toSorted(),
    )
  })

  it('has a sentence for every option', () => {
    const silent = documentedOptions
      .flatMap(({ tables }) => tables)
      .flatMap(({ path, name }) =>
        propertiesOf(path, name)
          .filter(({ doc }) => doc === '')
          .map((property) => `${path}: ${name}.${property.name}`),
      )
    assert.deepEqual(silent, [])
  })
})
