import assert from 'node:assert/strict'
import { describe, it } from 'mocha'
import { consoleSections, differenceOf } from './console-page.js'

describe('consoleSections', () => {
  it('reads commands with what stands below them, and files, in their order', () => {
    const block = '```console\n$ one \\\n  more\nits output\n\nand more\n$ two\n$ three\nhas $ in it\n```\n'
    const file = '```ts\n// folder/a.ts: for the reader\nexport {}\n```\n'
    assert.deepEqual(consoleSections(`# Page\n\nText.\n\n## First\n\n${block}\n${file}\n## Second\n`), [
      {
        title: 'First',
        steps: [
          { command: 'one \\\n  more', output: 'its output\n\nand more' },
          { command: 'two', output: '' },
          { command: 'three', output: 'has $ in it' },
          { file: 'folder/a.ts', text: '// folder/a.ts: for the reader\nexport {}\n' },
        ],
      },
      { title: 'Second', steps: [] },
    ])
  })

  it('refuses what nothing could run', () => {
    assert.throws(() => consoleSections('## A\n```ts\nexport {}\n```\n'), /names no file/)
    assert.throws(() => consoleSections('## A\n```console\nno command\n```\n'), /before the first command/)
  })
})

describe('differenceOf', () => {
  it('takes … for any text within a line, and ⋮ for any number of lines', () => {
    for (const [output, expected] of [
      ['', ''],
      ['a b c\n', 'a … c'],
      ['a  c\n', 'a … c'],
      ['a\nb\nc\nd\n', 'a\n⋮\nd'],
      ['a\nd\n', 'a\n⋮\nd'],
      ['[a] (b) $1\n', '[a] (b) $1'],
      ['no line break at the end', 'no line break at the end'],
    ] as const) {
      assert.equal(differenceOf(output, expected), null, expected)
    }
  })

  it('tells what else is different', () => {
    for (const [output, expected] of [
      ['a\n', ''],
      ['', 'a'],
      ['a\nb\n', 'a…'],
      ['ab\n', 'a.'],
      ['a\nb\n', 'a'],
      ['a\nb\nd\n', 'a\n⋮\nc'],
    ] as const) {
      assert.match(differenceOf(output, expected) ?? '', /^expected:/, expected)
    }
  })
})
