import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, posix } from 'node:path'
import { describe, it } from 'mocha'

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => posix.join('docs', name)),
]

describe('the documents', () => {
  it('are read by this test', () => {
    assert.ok(pages.length > 20)
  })

  for (const page of pages) {
    it(`${page} links to what is there`, () => {
      assert.deepEqual(brokenLinks(page), [])
    })

    it(`${page} names paths that are there`, () => {
      const text = readFileSync(page, 'utf8').replaceAll(/^```[^]*?^```/gm, '')
      const named = [...text.matchAll(/`((?:src|adapters|entities|test|docs|examples)\/[\w./-]*)`/g)]
      assert.deepEqual(
        named.map(([, path = '']) => path).filter((path) => !existsSync(path)),
        [],
      )
    })
  }

  it('lists every decision once, in order', () => {
    const decisions = readdirSync('docs/decisions').filter((name) => name !== 'README.md')
    const listed = [...readFileSync('docs/decisions/README.md', 'utf8').matchAll(/\]\((\d\d-[\w-]+\.md)\)/g)]
    assert.deepEqual(
      listed.map(([, name = '']) => name),
      decisions.toSorted(),
    )
    const parts = ['Context', 'Decision', 'What it costs', 'What was measured', 'What would change our mind']
    for (const name of decisions) {
      const headings = [...readFileSync(`docs/decisions/${name}`, 'utf8').matchAll(/^## (.+)$/gm)]
      assert.deepEqual(
        headings.map(([, heading]) => heading),
        parts,
        name,
      )
    }
  })
})

function brokenLinks(page: string): readonly string[] {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? page : posix.join(dirname(page), path)
    if (!existsSync(target)) return true
    return anchor !== undefined && !anchorsOf(target).includes(anchor)
  })
}

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(page: string): readonly string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )
}
