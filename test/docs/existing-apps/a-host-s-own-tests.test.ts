import assert from 'node:assert/strict'
import { it } from 'mocha'
import { describeSection } from '../../support/guide.js'

/** What each runner is started with, and how it says that all went well. */
const runners = {
  mocha: ['npx mocha test/mocha.test.js', /1 passing/],
  vitest: ['npx vitest run test/vitest.test.mjs', /Tests +1 passed/],
  jest: ['npx jest test/jest.test.js', /Tests: +1 passed/],
} as const

describeSection("A host's own tests", (_, make) => {
  for (const [runner, [command, passed]] of Object.entries(runners)) {
    it(`pass in ${runner}`, async () => {
      const packages = ['express', 'typeorm', 'better-sqlite3', 'supertest', runner]
      const app = make(3000, { packages })
      app.compile()
      const { stdout, stderr } = await app.sh(command, { NODE_OPTIONS: '', NO_COLOR: '1' })
      assert.match(stdout + stderr, passed)
    })
  }
})
