import { encode } from 'uqr'

/** White modules around the code, without which a scanner does not find it (ISO/IEC 18004, section 5.3.8). */
const quietZone = 4

/** Draws a text as a QR code: an SVG image, black on a white card of its own, so that it scans on a dark page too. */
export function qrSvg(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  const side = String(size + 2 * quietZone)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" role="img" shape-rendering="crispEdges">`,
    '<title>QR code</title>',
    `<rect width="${side}" height="${side}" fill="#fff"/>`,
    `<path fill="#000" d="${data.flatMap(runs).join('')}"/>`,
    '</svg>',
  ].join('')
}

/** The black modules of a row, each run of them as one rectangle. */
function runs(row: readonly boolean[], y: number): string[] {
  const text = row.map((black) => (black ? '1' : '0')).join('')
  return [...text.matchAll(/1+/g)].map(({ index, 0: run }) => {
    const width = String(run.length)
    return `M${String(index + quietZone)} ${String(y + quietZone)}h${width}v1h-${width}z`
  })
}
