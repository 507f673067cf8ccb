import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { describe, it } from 'mocha'
import type { Terminal } from '../../src/cli/terminal.js'
import { terminalOf } from '../../src/cli/terminal.js'

/** A terminal on which somebody types. */
interface Typist {
  readonly terminal: Terminal
  readonly input: PassThrough
  /** What it shows. */
  shown(): string
  /** Whether keys were taken without being shown, each time that this changed. */
  readonly raw: readonly boolean[]
}

describe('terminalOf', () => {
  describe('readSecret', () => {
    it('shows nothing of what is typed on a terminal', async () => {
      const { terminal, input, shown, raw } = typist()
      const secret = terminal.readSecret('Secret: ')
      input.write('correct hors')
      input.write('\u007Fse\r')
      assert.equal(await secret, 'correct horse')
      assert.equal(shown(), 'Secret: \n')
      assert.deepEqual(raw, [true, false])
    })

    it('can be asked again, and leaves the process free to end', async () => {
      const { terminal, input } = typist()
      const first = terminal.readSecret('Secret: ')
      input.write('one\r')
      assert.equal(await first, 'one')
      assert.equal(input.isPaused(), true)
      const second = terminal.readSecret('Again: ')
      input.write('two\r')
      assert.equal(await second, 'two')
    })

    it('takes Ctrl-C, and leaves the terminal as it was', async () => {
      const { terminal, input, raw } = typist()
      const secret = terminal.readSecret('Secret: ')
      input.write('half\u0003')
      await assert.rejects(secret, { code: 'interrupted', message: 'nothing was done' })
      assert.deepEqual(raw, [true, false])
    })

    it('reads a line of standard input where there is no terminal, and says so where there is none', async () => {
      const { terminal, input, shown } = piped()
      input.end('from a file\nand more\n')
      assert.equal(await terminal.readSecret('Secret: '), 'from a file')
      assert.equal(shown(), '')
      const empty = piped()
      empty.input.end()
      await assert.rejects(empty.terminal.readSecret('Secret: '), { name: 'UsageError' })
    })
  })

  describe('ask', () => {
    it('answers what is typed, without blanks around it', async () => {
      const { terminal, input } = typist()
      const answer = terminal.ask('Set it? ')
      input.write(' yes \r')
      assert.equal(await answer, 'yes')
    })

    it('takes Ctrl-C and Ctrl-D for a no, and not for an end without a word', async () => {
      for (const key of ['\u0003', '\u0004']) {
        const { terminal, input } = typist()
        const answer = terminal.ask('Set it? ')
        input.write(key)
        await assert.rejects(answer, { code: 'interrupted' })
      }
    })

    it('is wrong use where there is no terminal', async () => {
      await assert.rejects(piped().terminal.ask('Set it? '), { name: 'UsageError' })
    })
  })

  function typist(): Typist {
    return made(true)
  }

  function piped(): Typist {
    return made(false)
  }

  function made(isTTY: boolean): Typist {
    const raw: boolean[] = []
    const input = Object.assign(new PassThrough(), {
      isTTY,
      setRawMode(mode: boolean) {
        raw.push(mode)
        return process.stdin
      },
    })
    const errors = Object.assign(new PassThrough(), { isTTY, columns: 80 })
    let text = ''
    errors.on('data', (chunk: Buffer) => (text += chunk.toString()))
    const terminal = terminalOf({ input, output: new PassThrough(), errors })
    return { terminal, input, raw, shown: () => text }
  }
})
