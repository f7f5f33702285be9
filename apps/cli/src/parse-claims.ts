import type { JsonObject } from '@evenkeel/kernel'
import { InvalidArgumentError } from 'commander'

/** `name=value` pairs of the command line as claims; whole numbers, true and false become what they say. */
export function parseClaims(pairs: readonly string[]): JsonObject {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(pair) ?? []
      if (name === undefined || value === undefined) {
        throw new InvalidArgumentError(`a claim is name=value, not ${pair}`)
      }
      return [name, parseValue(value)]
    }),
  )
}

function parseValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^(0|-?[1-9][0-9]{0,14})$/.test(text) ? Number(text) : text
}
