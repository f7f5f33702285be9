import { renderQr } from '@evenkeel/node'
import type { Streams } from '../streams.ts'

/** A link as a QR code, where somebody looks at a screen. */
export function qrLines({ terminal }: Pick<Streams, 'terminal'>, link: string): readonly string[] {
  return terminal ? ['', ...renderQr(link).terminal] : []
}
