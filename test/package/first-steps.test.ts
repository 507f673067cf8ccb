import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { before, describe, it } from 'mocha'
import { codeBlocks } from '../support/code-blocks.js'
import { freePort, startScript } from '../support/process.js'
import { packedBefore } from './packed.js'

const run = promisify(execFile)

/** `npm` as it is, but for `install`: what it would bring is there already, and what is not there fails. */
const withoutNetwork = `npm() {
  [ "$1" = install ] || { command npm "$@"; return; }
  shift
  for name; do case $name in -*) ;; *) [ -e "node_modules/$name" ] || return 1 ;; esac; done
}
`

describe('the first steps of the README, in an empty folder', function () {
  this.timeout(120_000)
  const [install, app, start, use] = codeBlocks(readFileSync('README.md', 'utf8')).map(({ text }) => text)
  assert.ok(install && app && start && use)
  const packed = packedBefore()
  let folder: string
  let port: number
  const { KEYWARD_SECRET: _, ...env } = process.env

  before('has an app', async () => {
    folder = packed().app(installed(install).filter((name) => name !== 'keyward'))
    port = await freePort()
    await sh(withoutNetwork + install)
    writeFileSync(join(folder, 'app.ts'), app.replaceAll('3000', String(port)))
  })

  it('lead to an app that answers a key, as often as they are taken', async () => {
    for (let i = 0; i < 2; i++) {
      await using _ = await startScript(['bash', '-ec', start], { cwd: folder, port, env: unset })
      for (let j = 0; j < 2; j++) {
        const { stdout } = await sh(use.replaceAll('3000', String(port)))
        assert.match(stdout, /HTTP\/1.1 200 OK[^]*\{"hello":"ada"\}/)
      }
    }
  })

  it('say what is missing where the secret is', async () => {
    const [, ...rest] = start.split('\n')
    await assert.rejects(sh(rest.join('\n')), ({ stderr }: { stderr: string }) => {
      return /openssl rand -base64 32/.test(stderr) && /KEYWARD_SECRET/.test(stderr)
    })
  })

  function sh(script: string) {
    return run('bash', ['-ec', script], { cwd: folder, env })
  }
})

/** Not that of the shell which runs the tests: `undefined` takes it out of a child's environment. */
const unset = { KEYWARD_SECRET: undefined }

/** The packages that the commands of a block install. */
function installed(script: string): readonly string[] {
  return [...script.matchAll(/npm install ([^&\n]*)/g)].flatMap(([, names = '']) =>
    names.split(' ').filter((name) => name !== '' && !name.startsWith('-')),
  )
}
