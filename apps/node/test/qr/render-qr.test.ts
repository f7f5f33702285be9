import { describe, expect, it } from 'vitest'
import { renderQr } from '../../src/qr/render-qr.ts'

const link = `openid-credential-offer://?credential_offer_uri=${encodeURIComponent('http://127.0.0.1:8790/issuer-strict/offers/abc')}`

/** The modules, true for dark, as each drawing says. */
function readTerminal(lines: readonly string[], size: number): readonly boolean[][] {
  return Array.from({ length: size }, (_, row) =>
    [...(lines[row >> 1] ?? '')].map((character) =>
      row % 2 === 0 ? !'█▀'.includes(character) : !'█▄'.includes(character),
    ),
  )
}

function readSvg(svg: string): { readonly size: number; readonly modules: boolean[][] } {
  const size = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1])
  const modules = Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    const row = modules[Number(y)]
    if (row !== undefined) row[Number(x)] = true
  }
  return { size, modules }
}

describe('a QR code', () => {
  it('is the same in the terminal and as SVG, with a quiet zone of four modules', () => {
    const { svg, terminal } = renderQr(link)
    const { size, modules } = readSvg(svg)
    expect(readTerminal(terminal, size)).toEqual(modules)
    expect(modules.slice(0, 4).flat()).not.toContain(true)
    expect(modules.map((row) => row[size - 4])).not.toContain(true)
    // Its three finder patterns begin with a dark row of seven.
    const finder = new Array<boolean>(7).fill(true)
    expect(modules[4]?.slice(4, 11)).toEqual(finder)
    expect(modules[4]?.slice(size - 11, size - 4)).toEqual(finder)
    expect(modules[size - 5]?.slice(4, 11)).toEqual(finder)
  })

  it('contains nothing of its link as text, so that no text can leave the drawing', () => {
    const { svg, terminal } = renderQr('"><script>alert(1)</script>')
    expect(svg).toMatch(/^<svg [\w="#:./ -]*><path [\w="#\s.-]*\/><path d="[Mhvz\d -]*"\/><\/svg>$/)
    expect(terminal.join('')).toMatch(/^[█▀▄ ]*$/)
  })

  it('is refused for what no link is, and for what no camera would read off a screen', () => {
    expect(() => renderQr('x'.repeat(1_025))).toThrow('1025 characters')
    for (const none of ['', 'ü', 'a b', '\u001b[31m']) expect(() => renderQr(none)).toThrow('ASCII')
    expect(renderQr('x'.repeat(1_024)).terminal.length).toBeGreaterThan(0)
  })
})
