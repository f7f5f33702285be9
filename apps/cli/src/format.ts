import { formatAmount, formatInstant, parseMinor, type Verdict } from '@evenkeel/kernel'

/** Milliseconds as people read them: `4 ms`, `1.2 s`, `3 min`, `2.0 h`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`
  if (ms < 90_000) return `${(ms / 1_000).toFixed(1)} s`
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`
  return `${(ms / 3_600_000).toFixed(1)} h`
}

/** An instant in UTC, and a dash where there is none. */
export function formatTime(ms: number | undefined): string {
  return ms === undefined ? '-' : formatInstant(ms as Parameters<typeof formatInstant>[0])
}

/** Decimal minor units as an amount of the asset: `400.00 UNI`. */
export function formatMoney(
  minor: string,
  asset: { readonly code: string; readonly scale: number },
): string {
  const amount = parseMinor(minor)
  return amount.ok
    ? `${formatAmount(amount.value, asset.scale)} ${asset.code}`
    : `${minor} ${asset.code}`
}

/** Columns padded to their widest cell, two spaces apart. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const all = [header, ...rows]
  const widths = header.map((_, column) =>
    Math.max(...all.map((row) => (row[column] ?? '').length)),
  )
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

const marks = { ok: '✓', failed: '✗', unknown: '?', skipped: '–' } as const

/** The outcome first, then every check with what it rests on and how old that is. */
export function formatVerdict(verdict: Verdict): readonly string[] {
  const outcome = `${verdict.outcome.toUpperCase()}${verdict.reason === undefined ? '' : `  ${verdict.reason}`}`
  const checks = verdict.checks.map((check) => {
    const why =
      check.result === 'skipped'
        ? `skipped because ${check.because}`
        : 'reason' in check
          ? check.reason
          : ''
    const { evidence } = check
    const age = evidence?.ageMs === undefined ? '' : `, ${formatDuration(evidence.ageMs)} old`
    const bound =
      evidence?.boundMs === undefined ? '' : ` of at most ${formatDuration(evidence.boundMs)}`
    const rests = evidence === undefined ? '' : `${evidence.source}${age}${bound}`
    return `  ${marks[check.result]} ${check.check.padEnd(15)} ${[why, rests].filter(Boolean).join('  ')}`.trimEnd()
  })
  return [`${outcome}  by ${verdict.verifier} at ${formatTime(verdict.decidedAtMs)}`, ...checks]
}

/** What a terminal would act on or hide: C0 and C1 controls, line separators, and the marks that turn the direction of text. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** One line without anything that a terminal would obey: each such character as its code point, `\u{1b}`. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** The text itself, or its beginning and its length when it has more characters than that. */
export function shorten(text: string, charsMax: number): string {
  return text.length <= charsMax ? text : `${text.slice(0, charsMax)}… (${text.length} characters)`
}
