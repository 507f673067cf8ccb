import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { referencePages } from './pages.js'

/** `npm run docs:reference`: writes the pages anew. */
for (const { path, text } of referencePages) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text())
  console.log(path)
}
