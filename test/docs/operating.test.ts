import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { after, before, describe, it } from 'mocha'
import { commands } from '../../src/cli/commands.js'
import type { ConsoleFile, ConsoleSection } from '../support/console-page.js'
import { consoleSections, differenceOf } from '../support/console-page.js'
import { transpiledInto } from '../support/transpiled-package.js'

const run = promisify(execFile)
const mark = '\u0001'
/** `npx` as it is, but for `npx keyward`: npm itself would take most of the time. */
const shell = `exec 2>&1 </dev/null
npx() {
  [ "$1" = keyward ] || { command npx "$@"; return; }
  shift
  node node_modules/keyward/src/cli/main.js "$@"
}
`

/** Follows docs/operating.md, each section in a folder in which the first one has been followed. */
describe('docs/operating.md', function () {
  this.timeout(600_000)
  const sections = consoleSections(readFileSync('docs/operating.md', 'utf8'))
  const [settingUp, ...others] = sections
  assert.equal(settingUp?.title, 'Setting up')
  const made = mkdtempSync(join(tmpdir(), 'keyward-operating-'))
  const first = join(made, 'first')
  let faults: readonly string[] = []

  before('is set up', async () => {
    const app = mkdtempSync(join(made, 'app-'))
    await transpiledInto(app, ['typeorm', 'better-sqlite3', 'tsx'])
    mkdirSync(first)
    symlinkSync(join(app, 'node_modules'), join(first, 'node_modules'))
    writeFileSync(join(first, 'package.json'), '{ "type": "module" }')
    faults = await follow(settingUp, first)
  })
  after(() => {
    rmSync(made, { recursive: true })
  })

  it(settingUp.title, () => {
    assert.deepEqual(faults, [])
  })

  it('has a call of every command', () => {
    const page = sections.flatMap(({ steps }) => steps.map((step) => ('file' in step ? '' : step.command)))
    const missing = commands.filter(({ name }) => !page.join('\n').includes(`npx keyward ${name}`))
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    )
  })

  for (const section of others) {
    it(section.title, async () => {
      const folder = mkdtempSync(join(made, 'section-'))
      cpSync(first, folder, { recursive: true, verbatimSymlinks: true })
      assert.deepEqual(await follow(section, folder), [])
    })
  }

  /** Follows a section in one shell; answers what came that the page does not say. */
  async function follow({ steps }: ConsoleSection, folder: string): Promise<readonly string[]> {
    const lines = steps.map((step) => ('file' in step ? written(step) : `${step.command}\nprintf '${mark}'`))
    const env = { ...process.env, KEYWARD_SECRET: 'a secret for operating, of 32 bytes or more' }
    const { stdout } = await run('sh', ['-c', [shell, ...lines].join('\n')], { cwd: folder, env })
    const outputs = stdout.split(mark)
    return steps
      .filter((step) => 'command' in step)
      .flatMap(({ command, output }, i) => {
        const difference = differenceOf(outputs[i] ?? '', output)
        return difference === null ? [] : [`$ ${command}\n${difference}`]
      })
  }
})

function written({ file, text }: ConsoleFile): string {
  return `cat > ${file} <<'END OF THE FILE'\n${text}END OF THE FILE`
}
