import { isJsonObject, type JsonObject, type JsonValue } from '../json/json-value.ts'
import { JSON_DEPTH_CEILING } from '../json/limits.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { type Err, ok, type Result } from '../result.ts'
import { type Disclosure, RESERVED_NAMES } from './disclosure.ts'

/**
 * Puts the disclosed claims into the payload and removes every trace of the mechanism (RFC 9901 §7.1 step 3). Does not check the signature,
 * without which the payload means nothing. Reasons: disclosure_algorithm_not_accepted; disclosure_duplicate for a digest that occurs twice
 * anywhere; disclosure_unreferenced; disclosure_name_reserved; disclosure_name_taken; disclosure_malformed for a wrong kind of disclosure or
 * a malformed _sd or array placeholder;
 * nesting_too_deep.
 */
export function resolveDisclosures(
  payload: JsonObject,
  disclosures: readonly Disclosure[],
): Result<JsonObject, Reasoned> {
  const { _sd_alg: algorithm, ...claims } = payload
  if (algorithm !== undefined && algorithm !== 'sha-256') {
    return refuse('disclosure_algorithm_not_accepted')
  }
  const byDigest = new Map(disclosures.map((disclosure) => [disclosure.digest, disclosure]))
  if (byDigest.size !== disclosures.length) return refuse('disclosure_duplicate')
  const resolution: Resolution = { byDigest, seen: new Set(), used: 0, fault: undefined }
  const resolved = resolveObject(claims, resolution, 1)
  if (resolution.fault !== undefined) return resolution.fault
  return resolution.used === disclosures.length ? ok(resolved) : refuse('disclosure_unreferenced')
}

interface Resolution {
  readonly byDigest: ReadonlyMap<string, Disclosure>
  /** Digests met so far in the payload and in disclosed values, decoys included. */
  readonly seen: Set<string>
  used: number
  /** The first fault; what is resolved after it is thrown away. */
  fault: Err<Reasoned> | undefined
}

function resolveValue(value: JsonValue, resolution: Resolution, depth: number): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  // Each disclosure nests within its own limit, but one inside another could nest without end.
  if (depth > JSON_DEPTH_CEILING) {
    resolution.fault ??= refuse('nesting_too_deep', `deeper than ${JSON_DEPTH_CEILING}`)
    return null
  }
  return isJsonObject(value)
    ? resolveObject(value, resolution, depth)
    : resolveArray(value, resolution, depth)
}

function resolveObject(object: JsonObject, resolution: Resolution, depth: number): JsonObject {
  const members: Record<string, JsonValue> = {}
  for (const name of Object.keys(object)) {
    if (name === '_sd') continue
    if (RESERVED_NAMES.has(name)) resolution.fault ??= refuse('disclosure_name_reserved', name)
    setMember(members, name, resolveValue(object[name] as JsonValue, resolution, depth + 1))
  }
  for (const { name, value } of takeDisclosures(object._sd, resolution)) {
    if (name === undefined) {
      resolution.fault ??= refuse('disclosure_malformed', 'an array element in place of a claim')
    } else if (Object.hasOwn(members, name)) {
      resolution.fault ??= refuse('disclosure_name_taken', name)
    } else {
      setMember(members, name, resolveValue(value, resolution, depth + 1))
    }
  }
  return members
}

/** Unlike an assignment, this makes a claim called __proto__ a claim. */
function setMember(members: Record<string, JsonValue>, name: string, value: JsonValue): void {
  if (name !== '__proto__') members[name] = value
  else
    Object.defineProperty(members, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    })
}

function resolveArray(
  items: readonly JsonValue[],
  resolution: Resolution,
  depth: number,
): JsonValue {
  const resolved: JsonValue[] = []
  for (const item of items) {
    if (!isJsonObject(item) || !Object.hasOwn(item, '...')) {
      resolved.push(resolveValue(item, resolution, depth + 1))
      continue
    }
    if (Object.keys(item).length !== 1) {
      resolution.fault ??= refuse('disclosure_malformed', 'a placeholder has other members')
    }
    // An element that is not disclosed leaves no gap.
    for (const { name, value } of takeDisclosures([item['...'] ?? null], resolution)) {
      if (name !== undefined) {
        resolution.fault ??= refuse('disclosure_malformed', 'a claim in place of an array element')
      }
      resolved.push(resolveValue(value, resolution, depth + 1))
    }
  }
  return resolved
}

function takeDisclosures(digests: JsonValue | undefined, resolution: Resolution): Disclosure[] {
  if (digests === undefined) return []
  if (!Array.isArray(digests)) {
    resolution.fault ??= refuse('disclosure_malformed', '_sd is no array')
    return []
  }
  const taken: Disclosure[] = []
  for (const digest of digests) {
    if (typeof digest !== 'string') {
      resolution.fault ??= refuse('disclosure_malformed', 'a digest is no string')
      continue
    }
    if (resolution.seen.has(digest)) resolution.fault ??= refuse('disclosure_duplicate')
    // After a repetition nothing more is taken, or one disclosure could be taken for ever.
    if (resolution.fault !== undefined) break
    resolution.seen.add(digest)
    const disclosure = resolution.byDigest.get(digest)
    if (disclosure === undefined) continue
    resolution.used++
    taken.push(disclosure)
  }
  return taken
}
