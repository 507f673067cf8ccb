import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, it } from 'mocha'
import { qrSvg } from '../../src/mfa/qr-code.js'
import { newTotpSecret, totpSetup } from '../../src/mfa/totp.js'
import { leaveOut } from '../support/left-out.js'

const shape =
  /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 (\d+) \1" role="img" shape-rendering="crispEdges"><title>QR code<\/title><rect width="\1" height="\1" fill="#fff"\/><path fill="#000" d="([^"]*)"\/><\/svg>$/
const run = /M(\d+) (\d+)h(\d+)v1h-\3z/g

describe('qrSvg', () => {
  const { uri, qrSvg: svg } = totpSetup({ issuer: 'Example', account: 'ada', secret: newTotpSecret() })

  it('is one image with a title, without style, script or reference', () => {
    assert.match(svg, shape)
  })

  it('shows nothing of the text as text', () => {
    assert.equal(qrSvg('<script>alert("x")</script>&').match(shape)?.length, 3)
  })

  it('has a quiet zone of four white modules', () => {
    const { side, black } = modulesOf(svg)
    for (const [x, y] of black) assert.ok(x >= 4 && y >= 4 && x < side - 4 && y < side - 4)
    const [xs, ys] = [black.map(([x]) => x), black.map(([, y]) => y)]
    for (const edge of [xs, ys]) assert.deepEqual([Math.min(...edge), Math.max(...edge)], [4, side - 5])
  })

  describe('before a scanner', function () {
    before(function () {
      const { error } = spawnSync('zbarimg', ['--version'])
      // zbar comes with the tools for Chromium.
      if (error) leaveOut(this, 'chromium', 'zbarimg is not installed')
    })

    it('is read on a dark page', () => assert.equal(scan(svg), uri))

    it('is read with the longest names', () => {
      const { uri, qrSvg } = totpSetup({
        issuer: 'É'.repeat(64),
        account: 'ü'.repeat(64),
        secret: newTotpSecret(),
      })
      assert.equal(scan(qrSvg), uri)
    })
  })
})

interface Modules {
  readonly side: number
  readonly black: readonly (readonly [x: number, y: number])[]
}

function modulesOf(svg: string): Modules {
  const [, side, path = ''] = shape.exec(svg) ?? []
  const black = [...path.matchAll(run)].flatMap(([, x, y, width]) =>
    Array.from({ length: Number(width) }, (_, i) => [Number(x) + i, Number(y)] as const),
  )
  assert.equal(path.replace(run, ''), '')
  return { side: Number(side), black }
}

/** Draws the image on a black page, as a bitmap of 4 pixels a module, and has it read. */
function scan(svg: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-qr-'))
  try {
    const path = join(folder, 'page.pgm')
    writeFileSync(path, bitmapOf(modulesOf(svg)))
    return execFileSync('zbarimg', ['--quiet', '--raw', path], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A portable graymap: the card white, its code and the page around it black. */
function bitmapOf({ side, black }: Modules): Buffer {
  const [scale, margin] = [4, 10]
  const width = (side + 2 * margin) * scale
  const pixels = Buffer.alloc(width * width)
  fill([margin, margin], side, 255)
  for (const [x, y] of black) fill([x + margin, y + margin], 1, 0)
  return Buffer.concat([Buffer.from(`P5 ${String(width)} ${String(width)} 255\n`), pixels])

  function fill([x, y]: readonly [number, number], length: number, shade: number): void {
    for (let row = y * scale; row < (y + length) * scale; row++) {
      pixels.fill(shade, row * width + x * scale, row * width + (x + length) * scale)
    }
  }
}
