import {
  brandId,
  type CampaignId,
  canonicalJson,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Signer,
  unwrap,
} from '@evenkeel/kernel'
import {
  type AuditDifference,
  type AuditReport,
  type AuditSection,
  type AuditTrust,
  auditBundle,
  type NewAuditLine,
  startAuditSection,
} from '@evenkeel/kernel/audit'

/** Where a line stands: its section, and its number in the file from 1. */
export interface PlacedLine {
  readonly section: AuditSection
  readonly at: number
  readonly value: JsonObject
}

const LAST: Readonly<Record<string, AuditSection>> = { checkpoint: 'ledger', seal: 'log' }

/** The lines of a bundle with the section of each. */
export function placeLines(text: string): readonly PlacedLine[] {
  let section: AuditSection = 'campaign'
  return text
    .trimEnd()
    .split('\n')
    .map((line, position) => {
      const placed = { section, at: position + 1, value: JSON.parse(line) as JsonObject }
      section = LAST[String(placed.value.kind)] ?? section
      return placed
    })
}

export function joinLines(lines: readonly PlacedLine[]): string {
  return lines.map(({ value }) => `${canonicalJson(value)}\n`).join('')
}

type Path = readonly (string | number)[]

/** The paths of all members that have no members: what can be changed one by one. */
export function leafPaths(value: JsonValue): readonly Path[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => leafPaths(item).map((rest) => [i, ...rest]))
  }
  if (!isJsonObject(value)) return [[]]
  return Object.entries(value).flatMap(([name, item]) =>
    leafPaths(item).map((rest) => [name, ...rest]),
  )
}

/** The value with the leaf at a path changed a little, or without it. */
export function changeAt(value: JsonValue, path: Path, remove = false): JsonValue {
  const [name, ...rest] = path
  if (name === undefined) return changeLeaf(value)
  if (Array.isArray(value)) {
    const items = [...(value as readonly JsonValue[])]
    if (remove && rest.length === 0) items.splice(Number(name), 1)
    else items[Number(name)] = changeAt(items[Number(name)] as JsonValue, rest, remove)
    return items
  }
  const members: Record<string, JsonValue> = { ...(value as JsonObject) }
  if (remove && rest.length === 0) delete members[String(name)]
  else members[String(name)] = changeAt(members[String(name)] as JsonValue, rest, remove)
  return members
}

/** Another leaf of the same form: digits stay digits, so that not the form gives it away. */
function changeLeaf(leaf: JsonValue): JsonValue {
  if (typeof leaf === 'number') return leaf + 1
  if (typeof leaf !== 'string') return null
  const place = Math.floor(leaf.length / 2)
  const here = leaf[place] ?? ''
  const other = /[0-9]/.test(here) ? (here === '1' ? '2' : '1') : here === 'a' ? 'b' : 'a'
  return leaf.slice(0, place) + other + leaf.slice(place + 1)
}

/** Lines as somebody would write them who hides a change in one section: chained again, and sealed again with the keys that they have. */
export async function rewrite(
  lines: readonly PlacedLine[],
  section: AuditSection,
  signer?: Signer,
): Promise<string> {
  const first = lines.find(({ value }) => value.kind === 'campaign')
  const writer = startAuditSection(section, brandId<CampaignId>(String(first?.value.campaignId)))
  let text = ''
  for (const line of lines) {
    const { prev: _, ...value } = line.value
    if (line.section !== section) text += `${canonicalJson(line.value)}\n`
    else if (value.kind === 'seal' && signer) text += `${await writer.seal(signer)}\n`
    else text += `${writer.write(value as unknown as NewAuditLine)}\n`
  }
  return text
}

/** The first difference; throws when there is none. */
export async function differenceOf(
  text: string | Uint8Array,
  campaignId: CampaignId,
  trust: AuditTrust,
): Promise<AuditDifference> {
  const audited = await auditBundle({ bytes: [Buffer.from(text)], campaignId, trust })
  if (audited.ok) throw new Error('nothing differs')
  return audited.error
}

/** Whether nothing differs. */
export async function holds(
  text: string,
  campaignId: CampaignId,
  trust: AuditTrust,
): Promise<boolean> {
  return (await auditBundle({ bytes: [Buffer.from(text)], campaignId, trust })).ok
}

/** Reads a bundle that is as it should be. */
export async function reportOf(
  text: string,
  campaignId: CampaignId,
  trust: AuditTrust,
): Promise<AuditReport> {
  return unwrap(await auditBundle({ bytes: [Buffer.from(text)], campaignId, trust }))
}
