import { assert } from '@evenkeel/kernel'
import qrcode from 'qrcode-generator'

/** Characters of a link that becomes a QR code. Chosen: a denser code than this one is not read off a screen any more. */
const QR_CHARS_MAX = 1_024
/** Light modules around the code (ISO/IEC 18004 §6.3.8). */
const QUIET_MODULES = 4

export interface QrCode {
  /** A whole SVG document, one unit to a module. */
  readonly svg: string
  /** Lines for a terminal with light text on a dark ground, two rows of modules to a line. */
  readonly terminal: readonly string[]
}

/** Draws a link as a QR code, error correction M. Throws on what is no printable ASCII of 1 to QR_CHARS_MAX characters. */
export function renderQr(link: string): QrCode {
  assert(/^[\x21-\x7E]+$/.test(link), 'a link is printable ASCII')
  assert(link.length <= QR_CHARS_MAX, `a QR code of ${link.length} characters`)
  const code = qrcode(0, 'M')
  code.addData(link)
  code.make()
  const modules = code.getModuleCount()
  const size = modules + 2 * QUIET_MODULES
  const isDark = (row: number, column: number): boolean => {
    const [y, x] = [row - QUIET_MODULES, column - QUIET_MODULES]
    return y >= 0 && x >= 0 && y < modules && x < modules && code.isDark(y, x)
  }
  return { svg: drawSvg(size, isDark), terminal: drawLines(size, isDark) }
}

type IsDark = (row: number, column: number) => boolean

function drawSvg(size: number, isDark: IsDark): string {
  const path: string[] = []
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (isDark(row, column)) path.push(`M${column} ${row}h1v1h-1z`)
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img" aria-label="QR code"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path.join('')}"/></svg>`
}

/** A character shows the light modules: both halves, the upper, the lower, none. */
function drawLines(size: number, isDark: IsDark): readonly string[] {
  const lines: string[] = []
  for (let row = 0; row < size; row += 2) {
    let line = ''
    for (let column = 0; column < size; column += 1) {
      const upper = !isDark(row, column)
      const lower = row + 1 < size && !isDark(row + 1, column)
      line += upper ? (lower ? '█' : '▀') : lower ? '▄' : ' '
    }
    lines.push(line)
  }
  return lines
}
