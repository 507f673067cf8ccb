import assert from 'node:assert/strict'
import { join } from 'node:path'
import { before, describe, it } from 'mocha'
import { manifest, packedBefore, peersFor, subpaths } from './packed.js'
import { compilers, resolutions, typeChecker } from './type-errors.js'

/** @types/koa 3 does not compile beside content-disposition 2, whoever imports it. */
const ofKoa = /@types\/koa\/index\.d\.ts: Namespace .*content-disposition/

describe('the types of the package', function () {
  this.timeout(600_000)
  const packed = packedBefore()
  let typeErrors: ReturnType<typeof typeChecker>

  before('has an app', () => {
    const types = Object.keys(manifest.devDependencies).filter((name) => name.startsWith('@types/'))
    const app = packed().app([...new Set([...subpaths.flatMap(peersFor), ...types])])
    const modules = subpaths.map((subpath) => join('keyward', subpath))
    typeErrors = typeChecker(app, modules)
  })

  for (const compiler of compilers) {
    for (const resolution of resolutions) {
      it(`are whole for ${compiler} under ${resolution}, skipLibCheck: false`, () => {
        const errors = typeErrors({ compiler, resolution })
        assert.deepEqual(
          errors.filter((error) => !ofKoa.test(error)),
          [],
        )
      })
    }
  }
})
