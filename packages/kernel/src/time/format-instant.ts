import { assert } from '../assert.ts'
import { type EpochMs, epochMs } from '../ids.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'

/** 0000-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z: what four digits of year can write. */
const EARLIEST_MS = -62_167_219_200_000
const LATEST_MS = 253_402_300_799_999

const DAY_MS = 86_400_000
/** Days of the 400 years after which the Gregorian calendar repeats. */
const ERA_DAYS = 146_097
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_DAYS = 719_468

/** Writes a time as RFC 3339 in UTC with milliseconds: `2026-11-22T10:00:00.000Z`. Throws outside the years 0000 to 9999. */
export function formatInstant(instant: EpochMs): string {
  assert(instant >= EARLIEST_MS && instant <= LATEST_MS, 'RFC 3339 has years 0000 to 9999 only')
  const days = Math.floor(instant / DAY_MS)
  const ms = instant - days * DAY_MS
  const { year, month, day } = dateOfDays(days)
  const date = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`
  const hours = Math.floor(ms / 3_600_000)
  const minutes = Math.floor(ms / 60_000) % 60
  const seconds = Math.floor(ms / 1_000) % 60
  return `${date}T${digits(hours, 2)}:${digits(minutes, 2)}:${digits(seconds, 2)}.${digits(ms % 1_000, 3)}Z`
}

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{3}))?Z$/

/**
 * Reads RFC 3339 in UTC, in seconds or milliseconds: `2026-11-22T10:00:00Z`. Other offsets, lower case, other precisions, leap seconds and
 * days that do not exist are refused, so that an instant has at most two spellings. Reason: malformed_message.
 */
export function parseInstant(text: string): Result<EpochMs, Reasoned> {
  const match = INSTANT.exec(text)
  if (match !== null) {
    const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0, ms = 0] = match
      .slice(1)
      .map((part) => Number(part ?? 0))
    const time = ((hours * 60 + minutes) * 60 + seconds) * 1_000 + ms
    const instant = daysOfDate({ year, month, day }) * DAY_MS + time
    // A field out of its range, as in 30 February or 24:00, comes back as another date.
    if (instant >= EARLIEST_MS && instant <= LATEST_MS) {
      const parsed = epochMs(instant)
      if (formatInstant(parsed).startsWith(text.slice(0, 19))) return ok(parsed)
    }
  }
  return refuse('malformed_message', 'not an instant such as 2026-11-22T10:00:00Z')
}

interface CivilDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

// Both count years from 1 March, so that the leap day is a year's last: its months then have 153 days for every five.
function dateOfDays(days: number): CivilDate {
  const shifted = days + EPOCH_DAYS
  const era = Math.floor(shifted / ERA_DAYS)
  const dayOfEra = shifted - era * ERA_DAYS
  const leapDays =
    Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfYear = dayOfEra - daysBeforeYear(yearOfEra)
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  return { year, month, day: dayOfYear - daysBeforeMonth(marchMonth) + 1 }
}

function daysOfDate({ year, month, day }: CivilDate): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const marchMonth = month > 2 ? month - 3 : month + 9
  const dayOfEra = daysBeforeYear(marchYear - era * 400) + daysBeforeMonth(marchMonth) + day - 1
  return era * ERA_DAYS + dayOfEra - EPOCH_DAYS
}

function daysBeforeYear(yearOfEra: number): number {
  return yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100)
}

function daysBeforeMonth(marchMonth: number): number {
  return Math.floor((153 * marchMonth + 2) / 5)
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0')
}
