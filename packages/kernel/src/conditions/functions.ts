import {
  type CelFunc,
  CelScalar,
  type CelValue,
  celEnv,
  celFunc,
  celMethod,
  isCelError,
  listType,
  objectType,
  parse,
  plan,
} from '@bufbuild/cel'
import { create } from '@bufbuild/protobuf'
import { DurationSchema, type Timestamp, TimestampSchema } from '@bufbuild/protobuf/wkt'
import { type EpochMs, epochMs } from '../ids.ts'
import { formatInstant, parseInstant } from '../time/format-instant.ts'
import { SEARCH_STEPS, TEXT_STEPS } from './limits.ts'

/** What an expression may call, and how many steps a call counts as beside its arguments and what it compares. */
export const FUNCTION_STEPS: ReadonlyMap<string, number> = new Map([
  ...['_&&_', '_||_', '!_', '_?_:_', '@not_strictly_false', '_[_]'].map(each(1)),
  ...['_+_', '_-_', '_*_', '_/_', '_%_', '-_'].map(each(1)),
  ...['_<_', '_<=_', '_>_', '_>=_', '_==_', '_!=_', '@in'].map(each(1)),
  ...['size', 'int', 'double', 'string', 'startsWith', 'endsWith'].map(each(TEXT_STEPS)),
  ...['timestamp', 'duration'].map(each(TEXT_STEPS)),
  ...['getFullYear', 'getMonth', 'getDate'].map(each(TEXT_STEPS)),
  ['contains', SEARCH_STEPS],
])

function each(steps: number): (name: string) => readonly [string, number] {
  return (name) => [name, steps]
}

const { DYN, DOUBLE, INT, STRING } = CelScalar
const LIST = listType(DYN)
const TIMESTAMP = objectType(TimestampSchema)
const DURATION = objectType(DurationSchema)
const libraryDuration = plan(celEnv(), parse('duration(text)'))

/** An instant as CEL computes with it. */
export function celInstant(ms: EpochMs): Timestamp {
  const seconds = Math.floor(ms / 1_000)
  return create(TimestampSchema, {
    seconds: BigInt(seconds),
    nanos: (ms - seconds * 1_000) * 1_000_000,
  })
}

function msOf({ seconds, nanos }: Timestamp): EpochMs {
  return epochMs(Number(seconds) * 1_000 + Math.floor(nanos / 1_000_000))
}

/** A field of the UTC date, cut out of its written form: the platform's own reads the process's time zone. */
function dateField(from: number, to: number, minus: bigint) {
  return function (this: { readonly message: Timestamp }): bigint {
    return BigInt(formatInstant(msOf(this.message)).slice(from, to)) - minus
  }
}

/**
 * In the place of the library's own: conversions that read one spelling and no other (its `int('')` and `duration('')` are 0 and its `timestamp(1)` is
 * a millisecond), dates in UTC whatever the process's time zone, and no lists that grow.
 */
export const OWN_FUNCTIONS: readonly CelFunc[] = [
  celFunc('int', [STRING], INT, (text) => {
    const number = BigInt(matching(text, /^-?(?:0|[1-9][0-9]{0,18})$/))
    if (BigInt.asIntN(64, number) !== number) throw new Error('beyond 64 bits')
    return number
  }),
  celFunc('double', [STRING], DOUBLE, (text) => {
    const number = Number(matching(text, /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$/))
    if (!Number.isFinite(number)) throw new Error('larger than any double')
    return number
  }),
  celFunc('timestamp', [STRING], TIMESTAMP, (text) => {
    const instant = parseInstant(text)
    if (!instant.ok) throw new Error('not an instant in UTC')
    return celInstant(writable(instant.value))
  }),
  celFunc('timestamp', [INT], TIMESTAMP, (seconds) =>
    celInstant(writable(epochMs(Number(seconds) * 1_000))),
  ),
  celFunc('duration', [STRING], DURATION, (text) => {
    const length = libraryDuration({ text: matching(text, /[0-9]/) })
    if (isCelError(length)) throw length
    return (length as CelValue<typeof DURATION>).message
  }),
  celFunc('string', [TIMESTAMP], STRING, (instant) =>
    formatInstant(msOf(instant.message)).replace('.000Z', 'Z'),
  ),
  celMethod('getFullYear', TIMESTAMP, [], INT, dateField(0, 4, 0n)),
  celMethod('getMonth', TIMESTAMP, [], INT, dateField(5, 7, 1n)),
  celMethod('getDate', TIMESTAMP, [], INT, dateField(8, 10, 0n)),
  celFunc('_+_', [LIST, LIST], LIST, () => {
    throw new Error('lists are not joined')
  }),
]

/** CEL's years are 1 to 9999; beyond these an instant cannot even be written. */
function writable(instant: EpochMs): EpochMs {
  if (formatInstant(instant).startsWith('0000')) throw new Error('before the year 1')
  return instant
}

function matching(text: string, pattern: RegExp): string {
  if (!pattern.test(text)) throw new Error('not a number in its one spelling')
  return text
}
