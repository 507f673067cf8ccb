import assert from 'node:assert/strict'
import { describe, it } from 'mocha'

/** The lines of the packages keyward is a guest of, in this run of the tests. */
const lines = process.env.KEYWARD_OLDER_LINES
  ? { express: '4', koa: '2.16', typeorm: '0.3' }
  : { express: '5', koa: '3', typeorm: '1' }

describe('this run of the tests', () => {
  for (const [name, line] of Object.entries(lines)) {
    it(`is on ${name} ${line}`, async () => {
      const { default: manifest } = (await import(`${name}/package.json`, { with: { type: 'json' } })) as {
        default: { version: string }
      }
      assert.ok(manifest.version.startsWith(`${line}.`), manifest.version)
    })
  }
})
