import { encodeBase64url, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { World, WorldRoles } from '@evenkeel/node'

type Governance = WorldRoles['governance']
type Decided = Awaited<ReturnType<Governance['accredit']>>
export type ActView = Extract<Decided, { readonly ok: true }>['value']

/** Bytes of an act's id. Chosen: nobody draws the same twice. */
const ACT_BYTES = 16

/** Lets the authority decide an act under an id of its own, and waits for what the network makes of it. Reasons: those of both. */
export async function decideAct(
  world: World,
  decide: (authority: Governance, actId: string) => Promise<Decided>,
): Promise<Result<ActView, Reasoned>> {
  const { role, ports } = world.the('governance')
  const actId = `act-${encodeBase64url(ports.random.bytes(ACT_BYTES))}`
  const decided = await decide(role, actId)
  if (!decided.ok) return decided
  await world.quiesce()
  const shown = await role.showAct(actId)
  return shown.ok && shown.value.reason !== undefined ? refuse(shown.value.reason) : shown
}
