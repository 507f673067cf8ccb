import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'mocha'

/** The requirements of OWASP ASVS 5.0.0 at levels 1 and 2, by section: the numbers that the standard has there. */
const requirements: Readonly<Record<string, readonly number[]>> = {
  '1.1': [1, 2],
  '1.2': [1, 2, 3, 4, 5, 6, 7, 8, 9],
  '1.3': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  '1.4': [1, 2, 3],
  '1.5': [1, 2],
  '2.1': [1, 2, 3],
  '2.2': [1, 2, 3],
  '2.3': [1, 2, 3, 4],
  '2.4': [1],
  '3.2': [1, 2],
  '3.3': [1, 2, 3, 4],
  '3.4': [1, 2, 3, 4, 5, 6],
  '3.5': [1, 2, 3, 4, 5],
  '3.7': [1, 2],
  '4.1': [1, 2, 3],
  '4.2': [1],
  '4.3': [1, 2],
  '4.4': [1, 2, 3, 4],
  '5.1': [1],
  '5.2': [1, 2, 3],
  '5.3': [1, 2],
  '5.4': [1, 2, 3],
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
  '10.1': [1, 2],
  '10.2': [1, 2],
  '10.3': [1, 2, 3, 4],
  '10.4': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  '10.5': [1, 2, 3, 4, 5],
  '10.6': [1, 2],
  '10.7': [1, 2, 3],
  '11.1': [1, 2],
  '11.2': [1, 2, 3],
  '11.3': [1, 2, 3],
  '11.4': [1, 2, 3, 4],
  '11.5': [1],
  '11.6': [1],
  '12.1': [1, 2, 3],
  '12.2': [1, 2],
  '12.3': [1, 2, 3, 4],
  '13.1': [1],
  '13.2': [1, 2, 3, 4, 5],
  '13.3': [1, 2],
  '13.4': [1, 2, 3, 4, 5],
  '14.1': [1, 2],
  '14.2': [1, 2, 3, 4],
  '14.3': [1, 2, 3],
  '15.1': [1, 2, 3],
  '15.2': [1, 2, 3],
  '15.3': [1, 2, 3, 4, 5, 6, 7],
  '16.1': [1],
  '16.2': [1, 2, 3, 4, 5],
  '16.3': [1, 2, 3, 4],
  '16.4': [1, 2, 3],
  '16.5': [1, 2, 3],
  '17.1': [1],
  '17.2': [1, 2, 3, 4],
  '17.3': [1, 2],
}

describe('docs/asvs.md', () => {
  const page = readFileSync('docs/asvs.md', 'utf8')
  const rows = [...page.matchAll(/^\| (\d+\.\d+\.\d+) \| (.+) \| (.+) \|$/gm)]

  it('answers each requirement of ASVS 5.0 at levels 1 and 2, once and in order', () => {
    const all = Object.entries(requirements).flatMap(([section, numbers]) =>
      numbers.map((number) => `${section}.${String(number)}`),
    )
    assert.equal(all.length, 253)
    assert.deepEqual(
      rows.map(([, id]) => id),
      all,
    )
  })

  it('answers each by a file, a page, the host’s part, or why there is nothing to answer', () => {
    const isAnswer = (text: string): boolean =>
      filesIn(text).length > 0 ||
      /\]\([\w./#-]+\)|^host[;:] \w|^no limit: \w|^not applicable: \w|^there is none; \w/.test(text)
    assert.deepEqual(
      rows
        .filter(([, , , here = '']) => !isAnswer(here))
        .map(([, id, , here]) => `${id ?? ''}: ${here ?? ''}`),
      [],
    )
  })

  it('names files that are there', () => {
    const missing = rows.flatMap(([, id = '', , here = '']) =>
      filesIn(here)
        .filter((file) => !existsSync(file))
        .map((file) => `${id}: ${file}`),
    )
    assert.deepEqual(missing, [])
  })

  it('has each row in the chapter of its number', () => {
    const chapters = page.split(/^## /m).slice(1)
    for (const chapter of chapters) {
      const [number = ''] = chapter.split('.')
      const ids = [...chapter.matchAll(/^\| (\d+)\.\d+\.\d+ \|/gm)].map(([, of]) => of)
      assert.deepEqual([...new Set(ids)], [number])
    }
  })
})

/** The files of the project that an answer names: in its folders, or beside them. */
function filesIn(answer: string): readonly string[] {
  const named = /`((?:src|adapters|entities|test|docs|examples)\/[\w./-]+|[\w.-]+\.(?:js|ts|json))`/g
  return [...answer.matchAll(named)].map(([, file = '']) => file)
}
