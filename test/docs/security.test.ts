import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'mocha'

/** The requirements of OWASP ASVS 5.0.0 at levels 1 and 2, by section: the numbers that the standard has there. */
const requirements: Readonly<Record<string, readonly number[]>> = {
  '4.1': [1, 2, 3],
  '4.2': [1],
  '4.3': [1, 2],
  '4.4': [1, 2, 3, 4],
  '6.1': [1, 2, 3],
  '6.2': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  '6.3': [1, 2, 3, 4],
  '6.4': [1, 2, 3, 4],
  '6.5': [1, 2, 3, 4, 5],
  '6.6': [1, 2, 3],
  '6.8': [1, 2, 3, 4],
  '7.1': [1, 2, 3],
  '7.2': [1, 2, 3, 4],
  '7.3': [1, 2],
  '7.4': [1, 2, 3, 4, 5],
  '7.5': [1, 2],
  '7.6': [1, 2],
  '8.1': [1, 2],
  '8.2': [1, 2, 3],
  '8.3': [1],
  '8.4': [1],
  '9.1': [1, 2, 3],
  '9.2': [1, 2, 3, 4],
  '11.1': [1, 2],
  '11.2': [1, 2, 3],
  '11.3': [1, 2, 3],
  '11.4': [1, 2, 3, 4],
  '11.5': [1],
  '11.6': [1],
  '16.1': [1],
  '16.2': [1, 2, 3, 4, 5],
  '16.3': [1, 2, 3, 4],
  '16.4': [1, 2, 3],
  '16.5': [1, 2, 3],
}

describe('docs/security.md', () => {
  const page = readFileSync('docs/security.md', 'utf8')
  const [, after = ''] = page.split('\n## ASVS 5.0, level 2\n')
  const [section = ''] = after.split('\n## ')
  const rows = [...section.matchAll(/^\| (\d+\.\d+\.\d+) \| (.+) \| (.+) \|$/gm)]

  it('answers each requirement of ASVS 5.0 at levels 1 and 2 in the chapters that it names, once and in order', () => {
    const all = Object.entries(requirements).flatMap(([section, numbers]) =>
      numbers.map((number) => `${section}.${String(number)}`),
    )
    assert.deepEqual(
      rows.map(([, id]) => id),
      all,
    )
  })

  it('answers each by a file that is there, a page, the host’s part, or why there is nothing to answer', () => {
    // That files and pages are there is looked at together with those of all documents.
    const isAnswer = (text: string): boolean =>
      /`(src|test|entities|docs)\/[\w./-]+`|\]\([\w./#-]+\)|^host[;:] \w|^no limit: \w|^not applicable: \w/.test(
        text,
      )
    assert.deepEqual(
      rows
        .filter(([, , , here = '']) => !isAnswer(here))
        .map(([, id, , here]) => `${id ?? ''}: ${here ?? ''}`),
      [],
    )
  })

  it('lists in its contents every part that it has', () => {
    const parts = [...page.matchAll(/^## (.+)$/gm)].map(([, title]) => title)
    const contents = [...page.matchAll(/^- \[(.+)\]\(#.+\)$/gm)].map(([, title]) => title)
    assert.deepEqual(contents, parts)
  })
})
